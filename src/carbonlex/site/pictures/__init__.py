"""Pictures: data laid out in a plane, in pixels, the same for every language. The templates make SVG of them (``pictures.html``)."""
