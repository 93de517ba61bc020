//! The contract of every language: which words of a text a query finds by the rules of analysis alone
//! (without typos and beginnings of words, which the search adds), and which it does not. The same
//! table stands in `src/analysis/LANGUAGES.md`; write it anew with
//! `HELPDEX_BLESS=1 cargo test --test languages`.

use helpdex::analysis::{Analyzer, Language, Rules, Variants, Word, WordKind};
use std::collections::HashMap;
use std::fmt::Write;
use std::path::Path;

/// What a language promises.
struct Contract {
    code: &'static str,
    name: &'static str,
    /// Text and query: the query finds the text.
    found: &'static [(&'static str, &'static str)],
    /// Text and query: it does not.
    apart: &'static [(&'static str, &'static str)],
}

/// What holds in every language: names, versions, addresses, letters of other widths.
const EVERYWHERE: &[(&str, &str)] = &[
    ("C++", "c++"),
    ("C#", "c#"),
    ("(.NET)", ".net"),
    (".NET", "net"),
    ("node.js", "node.js"),
    ("node.js", "nodejs"),
    ("nodejs", "node.js"),
    ("user_id", "user_id"),
    ("user_id", "userid"),
    ("don't", "don’t"),
    ("0x80070005", "0X80070005"),
    ("E-1234", "e-1234"),
    ("E-1234", "E1234"),
    ("1.8.19", "1.8.19"),
    ("v2.0", "v2.0"),
    ("v2.0", "2.0"),
    ("name@host.com", "name@host.com"),
    ("@mention", "mention"),
    ("#tag", "tag"),
    ("C:\\temp\\config.toml", "config.toml"),
    ("--flag", "flag"),
    ("e-mail", "email"),
    ("email", "e-mail"),
    ("wi-fi", "wifi"),
    ("wifi", "wi-fi"),
    ("sign-in", "signin"),
    ("ｐａｓｓ１", "pass1"),
    ("ﬁle7", "file7"),
];

/// What says nothing about another.
const NOWHERE: &[(&str, &str)] = &[
    ("1.8.19", "18.19"),
    ("C", "C++"),
    ("C++", "C#"),
    ("0x80070005", "0x80070006"),
];

#[rustfmt::skip]
const CONTRACTS: &[Contract] = &[
    Contract { code: "ar", name: "Arabic", found: &[("الحساب", "حساب"), ("حساب", "والحساب"), ("حسابات", "الحسابات"), ("كلمة", "الكلمات"), ("وبريد بريد", "بريد"), ("إعدادات", "اعدادات"), ("مُستخدم", "مستخدم")], apart: &[("حساب", "بريد")] },
    Contract { code: "bg", name: "Bulgarian", found: &[("парола", "ПАРОЛА")], apart: &[("парола", "акаунт")] },
    Contract { code: "ca", name: "Catalan", found: &[("contrasenyes", "contrasenya"), ("configuració", "configuracio"), ("l'adreça", "adreces")], apart: &[("compte", "correu")] },
    Contract { code: "cs", name: "Czech", found: &[("heslo", "hesla"), ("účtu", "účty"), ("nastavení", "nastaveni"), ("tiskárny", "tiskárna")], apart: &[("heslo", "účet")] },
    Contract { code: "da", name: "Danish", found: &[("adgangskoder", "adgangskode"), ("gør", "goer"), ("århus", "aarhus"), ("fakturaadresse adresse faktura", "adresse")], apart: &[("konto", "kode")] },
    Contract { code: "de", name: "German", found: &[("Passwörter", "Passwort"), ("Kündigungsfrist Kündigung Frist", "Frist"), ("Kündigung", "Kuendigung"), ("Kuendigung", "Kündigung"), ("Kündigung", "Kundigung"), ("Straße", "Strasse"), ("ändern", "aendern"), ("E-Mail-Adresse", "email")], apart: &[("Konto", "Kosten")] },
    Contract { code: "el", name: "Greek", found: &[("κωδικός", "κωδικοί"), ("λογαριασμός", "λογαριασμος"), ("ΛΟΓΑΡΙΑΣΜΌΣ", "λογαριασμό")], apart: &[("κωδικός", "λογαριασμός")] },
    Contract { code: "en", name: "English", found: &[("passwords", "password"), ("resetting", "reset"), ("user's", "users"), ("café", "cafe")], apart: &[("account", "amount")] },
    Contract { code: "eo", name: "Esperanto", found: &[("pasvortoj", "pasvorto"), ("ŝlosilo", "slosilo")], apart: &[("konto", "pasvorto")] },
    Contract { code: "es", name: "Spanish", found: &[("contraseñas", "contraseña"), ("contraseña", "contrasena"), ("configuración", "configuracion"), ("actualizaciones", "actualización")], apart: &[("cuenta", "correo")] },
    Contract { code: "et", name: "Estonian", found: &[("paroolid", "paroolide"), ("kasutajakonto kasutaja konto", "konto"), ("häälestus", "haalestus")], apart: &[("konto", "parool")] },
    Contract { code: "eu", name: "Basque", found: &[("pasahitzak", "pasahitza"), ("kontuan", "kontua")], apart: &[("kontua", "pasahitza")] },
    Contract { code: "fa", name: "Persian", found: &[("حساب‌ها", "حساب"), ("كاربر", "کاربر"), ("گذرواژه", "گذرواژه")], apart: &[("حساب", "گذرواژه")] },
    Contract { code: "fi", name: "Finnish", found: &[("salasanat", "salasanan"), ("käyttäjätili käyttäjä tili tilit", "käyttäjä"), ("näyttö", "naytto")], apart: &[("tili", "salasana")] },
    Contract { code: "fr", name: "French", found: &[("l'adresse", "adresses"), ("mots", "mot"), ("réinitialiser", "reinitialiser"), ("œuvre", "oeuvre")], apart: &[("compte", "courriel")] },
    Contract { code: "ga", name: "Irish", found: &[("socruithe", "socruithe"), ("gcuntas", "cuntas")], apart: &[("cuntas", "socrú")] },
    Contract { code: "he", name: "Hebrew", found: &[("הסיסמה סיסמה", "סיסמה"), ("הודעות", "הודעה"), ("משתמשים", "משתמש"), ("במחשב מחשב", "מחשב"), ("דוא\"ל", "דואל"), ("מסכים", "מסך")], apart: &[("חשבון", "סיסמה")] },
    Contract { code: "hi", name: "Hindi", found: &[("फ़ाइलें", "फ़ाइल"), ("सेटिंग्स", "सेटिंग्स"), ("पासवर्ड", "पासवर्ड")], apart: &[("कम", "काम"), ("दिन", "दान")] },
    Contract { code: "hr", name: "Croatian", found: &[("lozinka", "LOZINKA"), ("račun", "racun")], apart: &[("račun", "lozinka")] },
    Contract { code: "hu", name: "Hungarian", found: &[("jelszavak", "jelszavakat"), ("fiókok", "fiókokat"), ("felhasználófiók felhasználó fiókok fiók", "felhasználó"), ("beállítás", "beallitas")], apart: &[("fiók", "jelszó")] },
    Contract { code: "hy", name: "Armenian", found: &[("գաղտնաբառեր", "գաղտնաբառ")], apart: &[("հաշիվ", "գաղտնաբառ")] },
    Contract { code: "id", name: "Indonesian", found: &[("pengaturan", "atur"), ("akunnya", "akun")], apart: &[("akun", "sandi")] },
    Contract { code: "it", name: "Italian", found: &[("l'account", "account"), ("impostazioni", "impostazione"), ("attività", "attivita"), ("dell'utente", "utenti")], apart: &[("conto", "utente")] },
    Contract { code: "ja", name: "Japanese", found: &[("OneDriveの設定", "設定"), ("パスワードを変更する", "ワー"), ("ﾊﾟｽﾜｰﾄﾞ", "パスワード"), ("パスワード", "ﾊﾟｽﾜｰﾄﾞ"), ("これは365日", "は365"), ("５月", "5月"), ("水", "水")], apart: &[("設定", "変更")] },
    Contract { code: "km", name: "Khmer", found: &[("ការកំណត់គណនី", "កំណត់"), ("គណនី", "គណនី")], apart: &[("គណនី", "ការ")] },
    Contract { code: "ko", name: "Korean", found: &[("비밀번호를", "비밀번호"), ("계정에서", "계정은"), ("설정하는", "설정합니다"), ("비밀번호재설정 비밀번호 재설정", "재설정"), ("전문가", "전문가를")], apart: &[("계정", "비밀번호")] },
    Contract { code: "lo", name: "Lao", found: &[("ການຕັ້ງຄ່າ", "ຕັ້ງ")], apart: &[("ບັນຊີ", "ລະຫັດ")] },
    Contract { code: "lt", name: "Lithuanian", found: &[("slaptažodžiai", "slaptažodžius"), ("paskyra", "paskyros"), ("nustatymų", "nustatymu")], apart: &[("paskyra", "slaptažodis")] },
    Contract { code: "lv", name: "Latvian", found: &[("parole", "PAROLE"), ("iestatījumi", "iestatijumi")], apart: &[("konts", "parole")] },
    Contract { code: "my", name: "Burmese", found: &[("စကားဝှက်", "စကား")], apart: &[("အကောင့်", "စကား")] },
    Contract { code: "ne", name: "Nepali", found: &[("खाताहरू", "खाता")], apart: &[("खाता", "पासवर्ड")] },
    Contract { code: "nl", name: "Dutch", found: &[("wachtwoorden", "wachtwoord"), ("instellingen", "instelling"), ("opzegtermijn opzeg termijn", "termijn"), ("coördinatie", "coordinatie")], apart: &[("account", "adres")] },
    Contract { code: "no", name: "Norwegian", found: &[("passordene", "passord"), ("gjør", "gjor"), ("brukernavn bruker navn", "navn"), ("ålesund", "aalesund")], apart: &[("konto", "passord")] },
    Contract { code: "pl", name: "Polish", found: &[("hasła", "hasło"), ("hasło", "haslo"), ("ustawienia", "ustawień"), ("zażółć", "zazolc")], apart: &[("konto", "hasło")] },
    Contract { code: "pt", name: "Portuguese", found: &[("contas", "conta"), ("configurações", "configuração"), ("configuração", "configuracao")], apart: &[("conta", "senha")] },
    Contract { code: "ro", name: "Romanian", found: &[("setări", "setărilor"), ("informații", "informaţii"), ("informații", "informatii"), ("parole", "parola")], apart: &[("cont", "parolă")] },
    Contract { code: "ru", name: "Russian", found: &[("пароли", "пароль"), ("новая", "новый"), ("счёт", "счет"), ("учётной", "учетная")], apart: &[("пароль", "счёт")] },
    Contract { code: "sk", name: "Slovak", found: &[("heslo", "HESLO"), ("účet", "ucet")], apart: &[("heslo", "účet")] },
    Contract { code: "sl", name: "Slovenian", found: &[("geslo", "GESLO"), ("račun", "racun")], apart: &[("geslo", "račun")] },
    Contract { code: "sr", name: "Serbian", found: &[("лозинка", "ЛОЗИНКА"), ("налог", "nalog"), ("šifra", "шифра"), ("љубав", "ljubav")], apart: &[("налог", "лозинка")] },
    Contract { code: "sv", name: "Swedish", found: &[("lösenorden", "lösenord"), ("lösenord", "losenord"), ("användarnamn användare användar namn", "namn"), ("ångra", "aangra")], apart: &[("konto", "lösenord")] },
    Contract { code: "ta", name: "Tamil", found: &[("கணக்குகள்", "கணக்கு"), ("அமைப்பு", "அமைப்பு")], apart: &[("கணக்கு", "அமைப்பு")] },
    Contract { code: "th", name: "Thai", found: &[("การตั้งค่ารหัสผ่าน", "รหัส"), ("ตั้งค่า", "ตั้งค่า")], apart: &[("เสือ", "เสื่อ"), ("ตั้ง", "ตัง")] },
    Contract { code: "tr", name: "Turkish", found: &[("IŞIK", "ışık"), ("ışık", "isik"), ("İstanbul", "istanbul"), ("İstanbul", "ISTANBUL"), ("ayarlar", "ayarları"), ("Windows'u", "windows"), ("ayarları", "ayarlari")], apart: &[("hesap", "şifre")] },
    Contract { code: "uk", name: "Ukrainian", found: &[("паролі", "пароль"), ("комп'ютер", "комп’ютер"), ("комп'ютер", "компютер"), ("ґрунт", "грунт"), ("обліковий", "облікового")], apart: &[("пароль", "рахунок")] },
    Contract { code: "vi", name: "Vietnamese", found: &[("mật khẩu", "mat khau"), ("tài khoản", "TÀI KHOẢN")], apart: &[("mật khẩu", "tài khoản")] },
    Contract { code: "yi", name: "Yiddish", found: &[("שליסלען", "שליסל")], apart: &[("קאָנטע", "שליסל")] },
    Contract { code: "zh", name: "Chinese", found: &[("如何重置密码", "重置密码"), ("ＷｉＦｉ密码", "wifi密码"), ("5月的账单", "账单"), ("水", "水")], apart: &[("密码", "账单"), ("发", "發")] },
];

/// A site whose only text is `text`.
struct Site<'a> {
    analyzer: &'a Analyzer,
    terms: Vec<String>,
}

impl<'a> Site<'a> {
    fn of(analyzer: &'a Analyzer, text: &str) -> Self {
        let mut counts = HashMap::new();
        for word in analyzer
            .words(text)
            .filter(|word| word.kind == WordKind::Word)
        {
            *counts.entry(analyzer.lower(word.text)).or_insert(0) += 1;
        }
        // The first word is the text; those after it make it a site that knows its parts.
        let (first, _) = text.split_once(' ').unwrap_or((text, ""));
        let first = if analyzer.language().rules() == "vi" || first.len() < 3 {
            text
        } else {
            first
        };
        let variants = Variants::learn(analyzer, counts.into_iter().collect());
        let mut terms = Vec::new();
        for word in analyzer.words(first) {
            let lowered = analyzer.lower(word.text);
            terms.push(analyzer.term(&lowered, word.kind));
            terms.extend(
                variants
                    .of(word, &lowered)
                    .into_iter()
                    .map(|(term, _)| term),
            );
        }
        Self { analyzer, terms }
    }

    /// Whether every word of a query is there; of a name the whole or its parts.
    fn finds(&self, query: &str) -> bool {
        let all: Vec<Word<'_>> = self.analyzer.words(query).collect();
        let has = |word: &Word<'_>| {
            let lowered = self.analyzer.lower(word.text);
            self.terms
                .contains(&self.analyzer.term(&lowered, word.kind))
        };
        let names: Vec<&Word<'_>> = all
            .iter()
            .filter(|word| word.kind == WordKind::Identifier)
            .collect();
        let within =
            |word: &Word<'_>, name: &Word<'_>| word.start >= name.start && word.start < name.end();
        let words = all.iter().filter(|word| word.kind != WordKind::Identifier);
        let mut words = words.filter(|word| {
            let named = names.iter().any(|name| within(word, name) && has(name));
            !named && !has(word)
        });
        !all.is_empty()
            && words.next().is_none()
            && (signs(query).is_none() || names.iter().any(|name| has(name)))
    }
}

/// The rules of a language, for a site that uses its letters.
fn analyzer_of(contract: &Contract) -> Analyzer {
    let texts = contract.found.iter().chain(EVERYWHERE);
    let characters: Vec<char> = texts.flat_map(|(text, _)| text.chars()).collect();
    Analyzer::for_characters(Language::parse(contract.code).unwrap(), &characters, &[])
}

/// A name that punctuation beside it makes another: `C++` is not found by `C`.
fn signs(query: &str) -> Option<&str> {
    (query.ends_with(['+', '#']) || query.starts_with('.')).then_some(query)
}

#[test]
fn every_language_keeps_its_contract() {
    let mut broken = String::new();
    for contract in CONTRACTS {
        let analyzer = analyzer_of(contract);
        let cases = contract
            .found
            .iter()
            .chain(EVERYWHERE)
            .map(|pair| (pair, true));
        let apart = contract
            .apart
            .iter()
            .chain(NOWHERE)
            .map(|pair| (pair, false));
        for ((text, query), expected) in cases.chain(apart) {
            let site = Site::of(&analyzer, text);
            if site.finds(query) != expected {
                let verb = if expected { "does not find" } else { "finds" };
                let _ = writeln!(
                    broken,
                    "{}: {query:?} {verb} {text:?}, indexed as {:?}",
                    contract.code, site.terms
                );
            }
        }
    }
    assert!(broken.is_empty(), "\n{broken}");
}

#[test]
fn every_language_with_rules_has_a_contract() {
    let codes: Vec<&str> = CONTRACTS.iter().map(|contract| contract.code).collect();
    assert_eq!(codes, Rules::languages());
}

#[test]
fn the_documented_table_is_the_code() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/analysis/LANGUAGES.md");
    let page = std::fs::read_to_string(&path).unwrap();
    let (before, after) = page.split_once(BEGIN).unwrap();
    let (_, after) = after.split_once(END).unwrap();
    let expected = format!("{before}{BEGIN}{}{END}{after}", table());
    if std::env::var_os("HELPDEX_BLESS").is_some() {
        std::fs::write(&path, &expected).unwrap();
        return;
    }
    assert_eq!(
        page, expected,
        "write it anew with HELPDEX_BLESS=1 cargo test --test languages"
    );
}

const BEGIN: &str = "<!-- table: written by tests/languages.rs -->\n";
const END: &str = "<!-- end of table -->\n";

fn table() -> String {
    let mut out = String::from(
        "| language | words are | stemmer | stop words | compounds | typos forgiven | engine | tests |\n|--|--|--|--|--|--|--|--|\n",
    );
    for contract in CONTRACTS {
        let rules = Rules::of(Language::parse(contract.code).unwrap());
        let kind = if rules.pairs {
            "pairs of characters"
        } else {
            "words"
        };
        let compounds = match (rules.compounds, rules.proclitics) {
            (true, _) => "by the site's words",
            (_, true) => "particles before words",
            _ => "",
        };
        let typos = if rules.pairs {
            "none"
        } else {
            "1 from 4 letters, 2 from 8"
        };
        let cases = contract.found.len() + contract.apart.len();
        let _ = writeln!(
            out,
            "| {} `{}` | {kind} | {} | {} | {compounds} | {typos} | {} | {cases} |",
            contract.name,
            contract.code,
            rules.stemmer.unwrap_or(""),
            rules.stop_words,
            rules.engine
        );
    }
    out
}
