"""Whoever reports a fault can say which version they run."""

from importlib.metadata import version

from click.testing import CliRunner

from bot.__main__ import minyi


def test_the_version_is_told() -> None:
    result = CliRunner().invoke(minyi, ["--version"])
    assert (result.exit_code, result.output.split()[-1]) == (0, version("minyi"))
