"""The rules count in whole minor units: nothing in them is a float, or divides into one."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

import domain

MODULES = sorted(Path(domain.__file__).parent.glob("*.py"))


def inexact(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        match node:
            case (
                ast.BinOp(op=ast.Div())
                | ast.AugAssign(op=ast.Div())
                | ast.Name(id="float" | "round")
                | ast.Constant(value=float())
            ):
                yield ast.unparse(node)


@pytest.mark.parametrize("module", MODULES, ids=lambda path: path.stem)
def test_no_rule_counts_in_floats(module: Path) -> None:
    assert list(inexact(ast.parse(module.read_text(encoding="utf-8")))) == []


@pytest.mark.parametrize("code", ["a / b", "a /= b", "float(a)", "a * 0.1", "round(a)"])
def test_float_would_be_found(code: str) -> None:
    assert list(inexact(ast.parse(code)))
