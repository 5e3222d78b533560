"""The screens. Page files only define: run alone, they show nothing."""
