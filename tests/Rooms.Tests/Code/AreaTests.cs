using Cairn.Code;

namespace Cairn.Rooms.Tests.Code;

public sealed class AreaTests
{
    [Theory]
    [InlineData("src/*.py", "src/a.py", true)]
    [InlineData("src/*.py", "src/x/a.py", false)]
    [InlineData("src/**/*.py", "src/a.py", true)]
    [InlineData("src/**/*.py", "src/x/y/a.py", true)]
    [InlineData("src/**", "src/x/y", true)]
    [InlineData("src/**", "srcs/x", false)]
    [InlineData("src", "src/x/y", true)]
    [InlineData("src/", "src/x", true)]
    [InlineData("src", "src2", false)]
    [InlineData("**/Dockerfile", "Dockerfile", true)]
    [InlineData("**/Dockerfile", "a/b/Dockerfile", true)]
    [InlineData("a?c", "abc", true)]
    [InlineData("a?c", "a/c", false)]
    [InlineData("a+(b)", "a+(b)", true)]
    [InlineData("*.sql", "x.sql\n", false)]
    public void Globs_match(string pattern, string path, bool expected) => new Glob(pattern).Matches(path).ShouldBe(expected);

    [Fact]
    public void The_files_own_globs_go_before_the_usual_names()
    {
        var map = new AreaMap(new Dictionary<string, IReadOnlyList<string>> { ["scoring"] = ["sql/score.sql", "app/model"], ["training"] = ["sql/*.sql"] });
        map.Of(["sql/score.sql"]).ShouldBe(["scoring", "training"]);
        map.Of(["sql/other/x.sql"]).ShouldBe(["data"]);
        map.Of(["app/model/x", "app/main.cs"]).ShouldBe(["app", "scoring"]);
        map.Of(["cairn.yaml", "notes.md", "unknown/x"]).ShouldBe(["docs", "pipeline"]);
        map.Of([]).ShouldBeEmpty();
    }
}
