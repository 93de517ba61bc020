/**
 * Questions by language and by what their answers are, the best first: the first that has such an
 * answer is asked, so that the page works with the sample help center and with a small other one.
 * @type {Record<"en"|"es"|"pl"|"de"|"ar", Record<"results"|"weak"|"zero", string[]>>}
 */
export const QUESTIONS = {
  en: {
    results: ["publish a package", "refund"],
    weak: ["package lost on a train", "nearly PDF", "delete my bicycle tomorrow evening", "kitchen organization recipes"],
    zero: ["kubernetes", '"cancle"', '"pakcage"'],
  },
  es: {
    results: ["pago rechazado", "refund"],
    weak: ["pago de un billete de tren perdido", "nearly PDF", "perro contraseña jardín domingo", "receta de cocina"],
    zero: ["kubernetes", '"contrasenya"', '"cancle"'],
  },
  pl: {
    results: ["płatność odrzucona", "refund"],
    weak: ["płatność za zgubiony bilet kolejowy", "nearly PDF", "pies hasło ogród niedziela", "przepis kulinarny"],
    zero: ["ubezpieczenie", '"chasło"', '"cancle"'],
  },
  de: {
    results: ["Zahlung abgelehnt", "refund"],
    weak: ["Zahlung einer verlorenen Fahrkarte", "nearly PDF", "Hund Kennwort Garten Sonntag", "Kochrezept"],
    zero: ["Regenschirm", '"Pasword"', '"cancle"'],
  },
  ar: {
    results: ["الدفع مرفوض", "المبلغ"],
    weak: ["دفع ثمن تذكرة قطار ضائعة", "nearly PDF", "طلب بيتزا على حساب الشركة", "تنظيف الثلاجة مع Word", "كلمة حديقة كلب غدا"],
    zero: ["kubernetes", '"cancle"', '"qqqq"'],
  },
};
