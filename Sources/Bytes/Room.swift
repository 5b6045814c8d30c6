// Room kept by the package's first commit.
