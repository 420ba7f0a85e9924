"""Whether a page changed its words or its markup; which layout reads its new markup."""
