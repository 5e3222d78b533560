"""A whole demonstration community (示例社区), fictional people around the article's facts."""
