INSERT DATA { clx:mayReplace a owl:ObjectProperty }
