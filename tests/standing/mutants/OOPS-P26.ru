INSERT DATA { clx:replaces a owl:SymmetricProperty . clx:replacedBy a owl:ObjectProperty ; owl:inverseOf clx:replaces }
