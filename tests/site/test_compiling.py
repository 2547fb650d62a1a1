"""Templates compiled in our way say what jinja2's own compiler makes of them."""

import jinja2
import pytest
from markupsafe import Markup

from carbonlex.site import compiling

TEMPLATES = {
    "base": "{% macro foot(n) %}<i>{{ n }}</i>{% endmacro %}<{% block body %}{% endblock %}>{{ foot(word) }}",
    "macros": "{% macro said(x, mark='\"') %}{{ mark }}{{ x }}{{ word ~ x }}{% endmacro %}"
    "{% macro around() %}[{{ caller() }}]{% endmacro %}",
    "values": "{{ none }}{{ 1 }}{{ 1.5 }}{{ word }}{{ marked }}{{ listed }}{{ word ~ marked ~ 2 }}{{ word ~ word }}{{ 1 ~ 2 }}",
    "page": "{% extends 'base' %}{% import 'macros' as m with context %}{% block body %}{{ super() }}{{ self.title() }}"
    "{% block title %}{{ m.said(word) }}{% endblock %}{{ m.said(marked, mark=marked) }}{{ told(*listed, **named) }}"
    "{{ told(1, class=word) }}{{ told() }}{% call m.around() %}{{ word }}{% endcall %}"
    "{% set kept %}{{ word }}{% endset %}{{ kept }}{% for x in listed if x %}{% set y = told(x) %}{{ loop.index }}{{ y }}{% endfor %}"
    "{{ told(word)|replace('&', marked) }}{{ (word if listed else told)|upper }}{% endblock %}",
}


def told(*values: object, **named: object) -> str:
    return f"{values} & {named}"


GIVEN = {
    "word": "a < b & \"c\" 'd'",
    "marked": Markup("<b>&amp;</b>"),
    "listed": ["<", Markup("&lt;"), ""],
    "named": {"x": "<"},
    "told": told,
}


@pytest.mark.parametrize("name", ["values", "page"])
def test_templates_say_the_same(name: str) -> None:
    plain = jinja2.Environment(loader=jinja2.DictLoader(TEMPLATES), autoescape=True, undefined=jinja2.StrictUndefined)
    ours = compiling.Environment(loader=jinja2.DictLoader(TEMPLATES), undefined=jinja2.StrictUndefined)
    assert ours.get_template(name).render(GIVEN) == plain.get_template(name).render(GIVEN)


def test_what_is_missing_is_an_error() -> None:
    ours = compiling.Environment(loader=jinja2.DictLoader({"page": "{{ other(1) }}"}), undefined=jinja2.StrictUndefined)
    with pytest.raises(jinja2.UndefinedError, match="'other' is undefined"):
        ours.get_template("page").render()
