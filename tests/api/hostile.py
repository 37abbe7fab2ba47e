"""Three hundred query strings that nobody sends in good faith, as raw bytes of an address."""

from itertools import product
from urllib.parse import quote

_VALUES = (
    # What decoders and stores stumble over.
    "%00", "%00%00", "a%00b", "%ED%A0%80", "%ED%B0%80", "%FF%FE", "%C0%80", "%F4%90%80%80", "%EF%BF%BF", "%E2%80%AE", "%0D%0A", "%1B%5B31m",
    "%", "%%", "%G1", "%u0041", "+", "%2B", "%20", "%09", "%26", "%3D", "%23", "%3Cscript%3Ealert(1)%3C%2Fscript%3E", "%22%3E%3Cimg%20src%3Dx%3E",
    # What engines and SQL take for syntax.
    quote("' OR 1=1 --"), quote('" OR ""="'), quote("1; DROP TABLE papers_paper"), quote("*:*"), quote("{!xmlparser}"), quote("/.*/"),
    quote("tea~2"), quote("tea^1e9"), quote("[* TO *]"), quote("_exists_:title"), quote("title:"), quote(":tea"), quote("a:b:c"), quote("category:"),
    quote("NOT"), quote("AND AND"), quote("OR"), quote("-"), quote("--"), quote("-tea"), quote('""'), quote('"'), quote("()"), quote("(((("), quote("))))"),
    quote("$where"), quote("{{7*7}}"), quote("${jndi:ldap://x}"), quote("../../etc/passwd"), quote("\\"), quote("\\\\x"), quote("$E=mc^2"), quote("$$$"),
    # Numbers and days at their edges.
    "-1", "0", "1", "2147483648", "9223372036854775808", "9" * 400, "1e309", "-0", "NaN", "Infinity", "0x7f", "1,000", "1_000", quote("٣"), quote("½"),
    "0000-00-00", "0001-01-01", "9999-12-31", "10000-01-01", "2026-02-30", "-001-01-01", "1970-01-01T00:00:00Z", "2026-11-17,2026-11-18",
    quote("submitted:0000..9999"), quote("submitted:9999-99..0"), quote("announced:>=0001-01-01"), quote("updated:.."), quote("announced:<1"),
    # Size and depth.
    quote("tea " * 240), quote("tea " * 2600), quote("(" * 500 + ")" * 500), quote("-" * 999), quote('"a" ' * 250), quote("a OR " * 200 + "b"),
    quote("a*" * 400), quote("é" * 999), quote("茶" * 999), quote("a" * 10_000), quote("a-" * 490 + "a"), quote("." * 5000), quote("," * 5000),
    quote("cs.CV," * 80), quote("cs.CV-" * 80), quote("-" * 500), quote("a\u0301" * 450), quote("👩‍👩‍👧‍👦" * 90), quote("$" * 999), quote("\\frac{" * 160),
)  # fmt: skip

_SEARCH = ("q", "category", "cursor", "limit")
_OTHERS = (
    "", "&", "&&&", "=", "==", "?", "q", "q=&q=", "=tea", "q=tea&=", "q==tea", "q=tea;limit=5", "q[]=tea", "q[$ne]=1", "q.a=1", "__proto__=1",
    "limit=5&limit=6", "given=1", "request=1", "self=1", "from_=2026-01-01", "%71=tea", "q=tea&%00=1", "q=tea&%FF=1", "format=json", "callback=alert",
    "a=1&" * 900 + "b=1", "&".join(f"q{n}=1" for n in range(1200)), "q=" + "%41" * 3000, "q=tea#frag", "q=tea&cursor=%00", "facets=year&facets=category",
)  # fmt: skip

HOSTILE = [f"{name}={value}" for name, value in product(_SEARCH, _VALUES)] + list(_OTHERS)
