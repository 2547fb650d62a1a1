INSERT DATA { clx:MiscellaneousRecord a owl:Class }
