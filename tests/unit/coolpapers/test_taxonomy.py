"""The table of subjects against arXiv's own list of sets, and the names that mean the same."""

from pathlib import Path
from xml.etree import ElementTree

import pytest

from coolpapers import taxonomy
from coolpapers.taxonomy import ARCHIVES, CATEGORIES, GROUPS, canonical, expand, group_of, names_of, spelling

OAI = "{http://www.openarchives.org/OAI/2.0/}"


def test_the_table_has_arxivs_numbers():
    active = [category for category in CATEGORIES.values() if category.active]
    assert len(active) == 155
    assert sum(category.shown for category in active) == 149
    assert len([archive for archive in ARCHIVES.values() if archive.active]) == 20
    assert len([archive for archive in ARCHIVES.values() if not archive.active]) == 18
    assert list(GROUPS) == ["grp_physics", "math", "cs", "q-bio", "q-fin", "stat", "eess", "econ"]
    assert GROUPS["grp_physics"].name == "Physics"


def test_groups_and_archives_divide_the_shown_categories():
    displayed = [
        category
        for group in GROUPS.values()
        for archive in group.archives
        for category in ARCHIVES[archive].categories
    ]
    assert len(displayed) == len(set(displayed)) == 149
    assert tuple(displayed) == taxonomy.in_display_order(frozenset(displayed))
    assert all(ARCHIVES[CATEGORIES[name].archive].group == group_of(name).id for name in displayed)


def test_names_are_those_of_arxivs_own_oai_server(real_data: Path):
    sets = ElementTree.parse(real_data / "recorded/arxiv-oaipmh-server/ListSets.xml").iter(f"{OAI}set")
    names = {found.findtext(f"{OAI}setSpec", ""): found.findtext(f"{OAI}setName") for found in sets}
    ours: dict[str, str] = {}
    for group in GROUPS.values():
        group_set = group.id.removeprefix("grp_")
        ours[group_set] = group.name
        for archive in group.archives:
            ours[f"{group_set}:{archive}"] = ARCHIVES[archive].name
    for category in CATEGORIES.values():
        if category.active and "." in category.id:
            archive, _, subject = category.id.partition(".")
            ours[f"{group_of(category.id).id.removeprefix('grp_')}:{archive}:{subject}"] = category.name
    assert ours == names
    assert all(
        CATEGORIES[key].name == ARCHIVES[key].name for key in ARCHIVES if "." not in key and key in CATEGORIES
    )


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("cs.CV", "cs.CV"),
        ("math.MP", "math-ph"),
        ("stat.TH", "math.ST"),
        ("math.IT", "cs.IT"),
        ("q-fin.EC", "econ.GN"),
        ("cs.SY", "eess.SY"),
        ("cs.NA", "math.NA"),
        ("cmp-lg", "cs.CL"),
        ("supr-con", "cond-mat.supr-con"),
        ("acc-phys", "physics.acc-ph"),
        ("ao-sci", "physics.ao-ph"),
        ("bayes-an", "physics.data-an"),
        ("plasm-ph", "physics.plasm-ph"),
        ("astro-ph", "astro-ph"),
        ("cond-mat", "cond-mat"),
        ("q-bio", "q-bio"),
        ("hep-th", "hep-th"),
        ("cs", None),
        ("physics", None),
        ("math", None),
        ("grp_physics", None),
        ("68T45,", None),
        ("I.2.10", None),
        ("cs.cv", None),
        ("cs.CV,", None),
        ("", None),
    ],
)
def test_canonical(name, shown):
    assert canonical(name) == shown


def test_every_canonical_name_is_its_own_and_is_found_by_all_its_names():
    for category in CATEGORIES.values():
        assert canonical(category.canonical) == category.canonical
        assert category.id in names_of(category.canonical)
    assert names_of("math.NA") == ("math.NA", "cs.NA")
    assert set(names_of("math-ph")) == {"math-ph", "math.MP"}
    assert names_of("cs.NA") == names_of("nonsense") == ()


def test_expand():
    assert expand("cs.CV") == {"cs.CV"}
    assert expand("CS.sy") == {"eess.SY"}
    assert expand("cs") == {*ARCHIVES["cs"].categories, "eess.SY", "math.NA"}
    assert len(expand("cs")) == 40
    assert {"math-ph", "cs.IT"} < expand("math")
    assert expand("math-ph") == {"math-ph"}
    assert expand("astro-ph") == {*ARCHIVES["astro-ph"].categories, "astro-ph"}
    assert expand("cmp-lg") == {"cs.CL"}
    assert expand("physics") == set(ARCHIVES["physics"].categories)
    assert expand("GRP_physics") == {name for name in CATEGORIES if group_of(name).id == "grp_physics"} & {
        category.canonical for category in CATEGORIES.values()
    }
    with pytest.raises(KeyError):
        expand("nonsense")


def test_expanded_names_are_canonical_and_spelling_mends_the_case():
    for name in (*CATEGORIES, *ARCHIVES, *GROUPS):
        assert all(canonical(member) == member for member in expand(name))
        assert spelling(name.upper()) == spelling(name.lower()) == name
    assert spelling("nonsense") is None


def test_groups_of_categories():
    assert group_of("hep-th").id == "grp_physics"
    assert group_of("cs.SY").id == "cs"
    assert group_of("chao-dyn").name == "Physics"
    with pytest.raises(KeyError):
        group_of("cs")


def test_display_order_puts_old_categories_last_and_drops_the_unknown():
    assert taxonomy.in_display_order(frozenset({"q-bio", "econ.TH", "cs.AI", "hep-th", "?"})) == (
        "hep-th",
        "cs.AI",
        "econ.TH",
        "q-bio",
    )
