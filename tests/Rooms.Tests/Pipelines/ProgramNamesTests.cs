using Cairn.Pipelines.Caching;

namespace Cairn.Rooms.Tests.Pipelines;

/// <summary>Programs that a command or a script names.</summary>
public sealed class ProgramNamesTests
{
    [Theory]
    [InlineData("python3 src/train.py --depth 4", "python3")]
    [InlineData("cd src && MODE=fast python3 -u train.py | tee log", "cd python3 tee")]
    [InlineData("env -i LANG=C Rscript fit.R", "env Rscript")]
    [InlineData("nice -n 10 timeout 60 julia fit.jl", "nice timeout julia")]
    [InlineData("#!/usr/bin/env python3\nimport os", "/usr/bin/env python3 import")]
    [InlineData("if jq . a.json; then\n  duckdb < q.sql\nelse exit 1; fi", "if jq then duckdb else exit fi")]
    [InlineData("x=$(node a.js) `ruby b.rb`", "node ruby")]
    [InlineData("[ $# -gt 0 ] && perl x.pl", "perl")]
    [InlineData("subprocess.run(['git', 'log'])", "subprocess.run git log")]
    [InlineData("", "")]
    public void A_program_is_named_where_a_shell_looks_for_one_or_after_a_quote(string text, string names)
        => ProgramNames.Of(text).ShouldBe(names.Split(' ', StringSplitOptions.RemoveEmptyEntries), ignoreOrder: true);
}
