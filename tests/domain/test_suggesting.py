from content.unlearned import load_unlearned
from domain.area import Area
from domain.suggesting import CorrectedText, Suggestion, suggest_words

UNLEARNED = load_unlearned()


def text(number: int, area: Area, words: str) -> CorrectedText:
    return CorrectedText(str(number), area, tuple(words.split()))


TEXTS = [
    *(text(n, Area.PREVENTION, "无人机 , 扰民 , 我们 小区") for n in range(6)),
    *(text(10 + n, Area.SERVICE, "护照 , 我们 办理") for n in range(6)),
    text(20, Area.SERVICE, "无人机 , 护照 , 办理"),
]


def suggest(texts: list[CorrectedText], *known: str) -> dict[str, Suggestion]:
    return {s.word: s for s in suggest_words(texts, UNLEARNED, frozenset(known))}


def test_a_word_of_one_area_is_proposed_with_its_evidence() -> None:
    drone = suggest(TEXTS, "无人机")["无人机"]
    assert drone.area is Area.PREVENTION
    assert (drone.inside, drone.outside) == (6, 1)
    assert drone.examples == ("0", "1", "2", "3", "4")
    assert drone.log_odds > 0


def test_a_small_word_is_never_proposed_however_telling() -> None:
    assert "我们" not in suggest(TEXTS)
    texts = [*TEXTS, *(text(40 + n, Area.CONDUCT, "那个 , 在 , 警号") for n in range(5))]
    assert {"那个", "在"}.isdisjoint(suggest(texts))


def test_a_word_seen_twice_is_no_evidence() -> None:
    texts = [*TEXTS, text(30, Area.CONDUCT, "辱骂"), text(31, Area.CONDUCT, "辱骂")]
    assert "辱骂" not in suggest(texts)


def test_a_new_word_that_was_cut_to_pieces_is_put_together() -> None:
    ends = ("闹", "吵", "转", "跑", "叫")
    texts = [
        *TEXTS,
        *(text(50 + n, Area.OTHER, f"那个 吖 咪 哒 又 {end}") for n, end in enumerate(ends)),
    ]
    found = suggest(texts)
    assert found["吖咪哒"].inside == 5
    assert {"咪哒", "吖咪", "吖", "咪"}.isdisjoint(found)


def test_neighbours_are_one_word_only_where_their_parts_stand_together() -> None:
    ends = ("太凶", "吼我", "推人", "脸臭", "骂我")
    texts = [
        *TEXTS,
        *(text(60 + n, Area.CONDUCT, f"帽子 叔叔 {ends[n % 5]}") for n in range(20)),
    ]
    found = suggest(texts)
    assert found["帽子叔叔"].inside == 20
    assert not any(word != "帽子叔叔" and "叔叔" in word for word in found)


def test_names_are_never_proposed() -> None:
    names = ["王建国", "王 倩 倩", "王 警官", "小 王", "幸 福 巷", "欧阳 丽", "james"]
    for name in names:
        texts = [*TEXTS, *(text(70 + n, Area.CONDUCT, f"{name} , 没用") for n in range(8))]
        assert set(suggest(texts)) <= {*suggest(TEXTS), "没用"}, name
