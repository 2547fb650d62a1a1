"""The number of an act, as texts say it."""

from carbonlex.cite.reference import Reference


def numbered(reference: Reference, *, beside_pinpoint: bool = True) -> str:
    """The number, with a word in the language of the title before it where it is nothing but digits and signs.

    :param beside_pinpoint: whether the pinpoint stands in the same text, so that what it repeats may go.
    """
    number = reference.number_beside if beside_pinpoint else reference.number
    if not reference.labels.bare.fullmatch(number):
        return number
    forms = reference.labels.worded("numbers", reference.language)
    form: str = forms.get(reference.type) or forms["any"]
    return form.format(number=number)
