from domain.area import Area
from domain.suggesting import CorrectedText, suggest_words


def text(number: int, area: Area, words: str) -> CorrectedText:
    return CorrectedText(str(number), area, frozenset(words.split()))


TEXTS = [
    *(text(n, Area.PREVENTION, "无人机 扰民 我们 小区") for n in range(6)),
    *(text(10 + n, Area.SERVICE, "护照 我们 办理") for n in range(6)),
    text(20, Area.SERVICE, "无人机 护照 办理"),
]


def test_a_word_of_one_area_is_proposed_with_its_evidence() -> None:
    found = {(s.word, s.area): s for s in suggest_words(TEXTS, frozenset())}
    drone = found["无人机", Area.PREVENTION]
    assert (drone.inside, drone.outside) == (6, 1)
    assert drone.examples == ("0", "1", "2", "3", "4")
    assert 0 < drone.weight <= 1


def test_a_word_everybody_uses_and_a_settled_word_are_not_proposed() -> None:
    settled = frozenset({("护照", Area.SERVICE)})
    words = {(s.word, s.area) for s in suggest_words(TEXTS, settled)}
    assert ("护照", Area.SERVICE) not in words
    assert not any(word == "我们" for word, _ in words)


def test_a_word_seen_twice_is_no_evidence() -> None:
    texts = [*TEXTS, text(30, Area.CONDUCT, "辱骂"), text(31, Area.CONDUCT, "辱骂")]
    assert not any(s.word == "辱骂" for s in suggest_words(texts, frozenset()))
