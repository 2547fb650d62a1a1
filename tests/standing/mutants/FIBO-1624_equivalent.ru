INSERT DATA { clx:replaces owl:equivalentProperty clx:quote }
