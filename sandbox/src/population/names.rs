//! Names from around the world, each with the form its bearer uses in an e-mail address.

/// A name part and its ASCII form.
pub(super) type Part = (&'static str, &'static str);

pub(super) const GIVEN: [Part; 32] = [
    ("Ana", "ana"),
    ("Łukasz", "lukasz"),
    ("Chloë", "chloe"),
    ("Noah", "noah"),
    ("Zoë", "zoe"),
    ("Björn", "bjorn"),
    ("Siobhán", "siobhan"),
    ("Mehmet", "mehmet"),
    ("Ngọc", "ngoc"),
    ("Amara", "amara"),
    ("João", "joao"),
    ("Priya", "priya"),
    ("François", "francois"),
    ("Ivana", "ivana"),
    ("Óscar", "oscar"),
    ("Fatima", "fatima"),
    ("Jürgen", "jurgen"),
    ("Mei", "mei"),
    ("Kwame", "kwame"),
    ("Renée", "renee"),
    ("Søren", "soren"),
    ("Aiko", "aiko"),
    ("Diego", "diego"),
    ("Þóra", "thora"),
    ("Olga", "olga"),
    ("Liam", "liam"),
    ("Yara", "yara"),
    ("Tomáš", "tomas"),
    ("Grace", "grace"),
    ("Ahmed", "ahmed"),
    ("Inés", "ines"),
    ("Mikael", "mikael"),
];

pub(super) const FAMILY: [Part; 32] = [
    ("Souza", "souza"),
    ("O’Brien", "o'brien"),
    ("Müller", "mueller"),
    ("Nguyễn", "nguyen"),
    ("García-Márquez", "garcia-marquez"),
    ("Smith", "smith"),
    ("Öztürk", "ozturk"),
    ("Kowalczyk", "kowalczyk"),
    ("Okafor", "okafor"),
    ("Sørensen", "sorensen"),
    ("Patel", "patel"),
    ("Dvořák", "dvorak"),
    ("D’Angelo", "d'angelo"),
    ("Silva", "silva"),
    ("Nakamura", "nakamura"),
    ("Haddad", "haddad"),
    ("van der Berg", "vanderberg"),
    ("Lefèvre", "lefevre"),
    ("Mensah", "mensah"),
    ("Petrović", "petrovic"),
    ("Jónsdóttir", "jonsdottir"),
    ("Chen", "chen"),
    ("Novak", "novak"),
    ("Rossi", "rossi"),
    ("Andersson", "andersson"),
    ("Fernández", "fernandez"),
    ("Kim", "kim"),
    ("Ivanova", "ivanova"),
    ("Diallo", "diallo"),
    ("Hernández", "hernandez"),
    ("Weiß", "weiss"),
    ("Martin", "martin"),
];

/// Names kept in their own script, for bearers whose e-mail address says nothing of them.
pub(super) const NATIVE: [&str; 8] = [
    "田中 さくら",
    "王秀英",
    "محمد الهاشمي",
    "Ольга Петрова",
    "김민준",
    "दीपिका शर्मा",
    "Νίκος Παπαδόπουλος",
    "דוד כהן",
];

/// Domains that RFC 2606 keeps free.
pub(super) const DOMAINS: [&str; 3] = ["example.com", "example.org", "example.net"];
