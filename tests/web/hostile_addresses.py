"""Three hundred hostile addresses: each strange value at each place that takes one."""

from itertools import product
from urllib.parse import quote

_STRANGE = (
    "\x00", "a\x00b", "\ud800".encode("utf-8", "surrogatepass").decode("latin-1"), "\ufffe", "\u202e\u2066", "\r\nSet-Cookie: a=1", "\x1b[31m",
    "<script>alert(1)</script>", '"><img src=x onerror=1>', "{{7*7}}{% debug %}", "%s%n%(x)s", "../../etc/passwd", "..%2f..%2f", "//evil.example",
    "javascript:alert(1)", "' OR 1=1 --", "*:*", "a*", "*", "**", "title:", "title:*", "author:\"", "(" * 600, ")" * 600, "-" * 900, '"' * 901,
    "NOT NOT NOT a", "a OR", "AND", "submitted:..", "submitted:9999-99", "announced:>=0000", "id:", "doi:10.1/", "10.1000/" + "x" * 150, "(a OR " * 120,
    "é" * 800, "茶" * 800, "🫖" * 500, "a\u0301" * 500, "a " * 500, "a-" * 490, "." * 3000, "," * 3000, "9" * 300, "-1", "1e9", "٣", "NaN", "0x10",
    "cs.LG" * 200, "cs.LG," * 120, "cs.LG-" * 49 + "cs.LG", "cs.LG+-cs", "-cs", "cs-cs", "cs.", "hep-th/", "/9901001", "9901001", "0000.00000", "9999.99999v0",
    "2401.00001v99999", "2401.00001v" + "9" * 50, "hep-th/9901001v0", "2401.00001," * 60, "2401.00001/feed/feed", "search/search", "2026-02-30", "0001-01-01", "9999-12-31",
)  # fmt: skip

_PLACES = (
    "/arxiv/{}", "/arxiv/{}/feed", "/arxiv/{}/related", "/arxiv/search?query={}", "/arxiv/search/feed?query={}&show=3",
    "/arxiv/search?category={}&query=tea", "/arxiv/cs.LG?date={}", "/arxiv/cs.LG?page={}", "/arxiv/cs.LG?show={}&sort={}", "/arxiv/search?from={}&until={}&match={}",
)  # fmt: skip

_ODD = (
    "/arxiv/", "/arxiv//", "/arxiv/cs.LG/", "/arxiv//cs.LG", "/arxiv/%", "/arxiv/%ff%fe", "/arxiv/cs.LG?%ff=%fe", "/arxiv/cs.LG?date=%ff", "/arxiv/cs.LG?" + "a=1&" * 1500,
    "/arxiv/search?query=a&query=b&query=c", "/arxiv/search?query[]=a", "/arxiv/search/", "/arxiv/search/feed/", "/arxiv/feed", "/arxiv/related", "/arxiv/cs.LG/related",
    "/arxiv/search?query=" + "%41" * 5000, "/sitemap/0000-00-00.xml", "/sitemap/9999-12-31.xml", "/sitemap/0001-01-01.xml", "/?x=%00", "/status?%00", "//", "/..%2f",
)  # fmt: skip

ADDRESSES = [
    place.replace("{}", quote(value, safe="")) for place, value in product(_PLACES, _STRANGE)
] + list(_ODD)
