/**
 * A question with the ends of its scale.
 * @typedef {[question: string, low: string, high: string]} Question
 */
/** @typedef {Record<"ces"|"csat"|"nps", Question>} SurveyTexts */

/**
 * Loaded with the first survey, and all languages at once: they are short. `ces` is a statement to agree
 * with, from 1 to 7; `csat` is answered from 1 to 5, `nps` from 0 to 10.
 * @type {Record<"en"|"es"|"pl"|"de"|"fr"|"it"|"nl"|"pt"|"ru"|"uk"|"tr"|"ar"|"he"|"ja"|"zh"|"ko", SurveyTexts>}
 */
export const SURVEY_TEXTS = {
  en: {
    ces: ["It was easy to solve my problem.", "Strongly disagree", "Strongly agree"],
    csat: ["How satisfied are you with the help you got?", "Very dissatisfied", "Very satisfied"],
    nps: ["How likely are you to recommend us?", "Not at all likely", "Extremely likely"],
  },
  de: {
    ces: ["Es war einfach, mein Problem zu lösen.", "Stimme gar nicht zu", "Stimme voll zu"],
    csat: ["Wie zufrieden sind Sie mit der Hilfe?", "Sehr unzufrieden", "Sehr zufrieden"],
    nps: ["Wie wahrscheinlich ist es, dass Sie uns weiterempfehlen?", "Sehr unwahrscheinlich", "Sehr wahrscheinlich"],
  },
  es: {
    ces: ["Fue fácil resolver mi problema.", "Totalmente en desacuerdo", "Totalmente de acuerdo"],
    csat: ["¿Qué tan satisfecho estás con la ayuda recibida?", "Muy insatisfecho", "Muy satisfecho"],
    nps: ["¿Qué probabilidad hay de que nos recomiendes?", "Nada probable", "Muy probable"],
  },
  fr: {
    ces: ["Il a été facile de résoudre mon problème.", "Pas du tout d’accord", "Tout à fait d’accord"],
    csat: ["Êtes-vous satisfait de l’aide reçue ?", "Très insatisfait", "Très satisfait"],
    nps: ["Quelle est la probabilité que vous nous recommandiez ?", "Pas du tout probable", "Très probable"],
  },
  it: {
    ces: ["È stato facile risolvere il mio problema.", "Per niente d’accordo", "Del tutto d’accordo"],
    csat: ["Quanto sei soddisfatto dell’aiuto ricevuto?", "Per niente soddisfatto", "Molto soddisfatto"],
    nps: ["Quanto è probabile che ci consigli ad altri?", "Per niente probabile", "Molto probabile"],
  },
  nl: {
    ces: ["Het was makkelijk om mijn probleem op te lossen.", "Helemaal mee oneens", "Helemaal mee eens"],
    csat: ["Hoe tevreden bent u over de hulp?", "Zeer ontevreden", "Zeer tevreden"],
    nps: ["Hoe waarschijnlijk is het dat u ons aanbeveelt?", "Zeer onwaarschijnlijk", "Zeer waarschijnlijk"],
  },
  pl: {
    ces: ["Łatwo było rozwiązać mój problem.", "Zdecydowanie się nie zgadzam", "Zdecydowanie się zgadzam"],
    csat: ["Jak oceniasz otrzymaną pomoc?", "Bardzo źle", "Bardzo dobrze"],
    nps: ["Jak prawdopodobne jest, że nas polecisz?", "Wcale nieprawdopodobne", "Bardzo prawdopodobne"],
  },
  pt: {
    ces: ["Foi fácil resolver meu problema.", "Discordo totalmente", "Concordo totalmente"],
    csat: ["Qual é sua satisfação com a ajuda recebida?", "Muito insatisfeito", "Muito satisfeito"],
    nps: ["Qual é a probabilidade de você nos recomendar?", "Nada provável", "Muito provável"],
  },
  ru: {
    ces: ["Мне было легко решить свой вопрос.", "Совершенно не согласен", "Полностью согласен"],
    csat: ["Насколько вы довольны полученной помощью?", "Совсем не доволен", "Очень доволен"],
    nps: ["Насколько вероятно, что вы порекомендуете нас?", "Совсем маловероятно", "Очень вероятно"],
  },
  uk: {
    ces: ["Мені було легко розв’язати свою проблему.", "Повністю не згоден", "Повністю згоден"],
    csat: ["Наскільки ви задоволені отриманою допомогою?", "Зовсім не задоволений", "Дуже задоволений"],
    nps: ["Наскільки ймовірно, що ви порекомендуєте нас?", "Зовсім малоймовірно", "Дуже ймовірно"],
  },
  tr: {
    ces: ["Sorunumu çözmek kolaydı.", "Kesinlikle katılmıyorum", "Kesinlikle katılıyorum"],
    csat: ["Aldığınız yardımdan ne kadar memnunsunuz?", "Hiç memnun değilim", "Çok memnunum"],
    nps: ["Bizi tavsiye etme olasılığınız nedir?", "Hiç olası değil", "Çok olası"],
  },
  ar: {
    ces: ["كان من السهل حل مشكلتي.", "لا أوافق بشدة", "أوافق بشدة"],
    csat: ["ما مدى رضاك عن المساعدة التي حصلت عليها؟", "غير راضٍ أبدًا", "راضٍ جدًا"],
    nps: ["ما احتمال أن توصي بنا؟", "غير محتمل أبدًا", "محتمل جدًا"],
  },
  he: {
    ces: ["היה קל לפתור את הבעיה שלי.", "בכלל לא מסכים", "מסכים מאוד"],
    csat: ["עד כמה העזרה שקיבלת השביעה את רצונך?", "בכלל לא", "במידה רבה מאוד"],
    nps: ["מה הסיכוי שתמליצו עלינו?", "אין סיכוי", "סיכוי גבוה מאוד"],
  },
  ja: {
    ces: ["問題を簡単に解決できた。", "まったくそう思わない", "非常にそう思う"],
    csat: ["サポート内容にどのくらい満足していますか？", "非常に不満", "非常に満足"],
    nps: ["当社を勧める可能性はどのくらいありますか？", "まったくない", "非常に高い"],
  },
  ko: {
    ces: ["문제를 쉽게 해결할 수 있었습니다.", "전혀 동의하지 않음", "매우 동의함"],
    csat: ["받은 도움에 얼마나 만족하시나요?", "매우 불만족", "매우 만족"],
    nps: ["저희를 추천할 가능성은 얼마나 되나요?", "전혀 없음", "매우 높음"],
  },
  zh: {
    ces: ["我很容易就解决了问题。", "非常不同意", "非常同意"],
    csat: ["您对所获得的帮助是否满意？", "非常不满意", "非常满意"],
    nps: ["您推荐我们的可能性有多大？", "完全不可能", "非常可能"],
  },
};
