using System.Diagnostics;
using System.Reflection;

namespace Cairn.Cli.Tests;

/// <summary>The sum that ends <c>./cairn test</c>: a project that died must never read as green.</summary>
public sealed class TestSummaryTests : IDisposable
{
    private static readonly string Root = typeof(TestSummaryTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(pair => pair.Key == "RepositoryRoot").Value!;
    private readonly string _folder = Directory.CreateTempSubdirectory("cairn-summary").FullName;

    [Fact]
    public async Task Passed_failed_and_skipped_are_summed_with_their_reasons()
    {
        Write("A.Tests", "0 3", """{"results":{"tests":[{"name":"a","status":"passed"},{"name":"b","status":"skipped","extra":{"reason":"PostgreSQL is not installed"}}]}}""");
        Write("B.Tests", "1 2", """{"results":{"tests":[{"name":"c","status":"passed"},{"name":"d","status":"failed","message":"boom"}]}}""");

        var (code, lines) = await SumAsync();

        code.ShouldBe(1);
        lines[^1].ShouldBe("2 passed, 1 failed, 1 skipped");
        lines.ShouldContain("xx  d");
        lines.ShouldContain("--  1 skipped: PostgreSQL is not installed");
    }

    [Theory]
    [InlineData("134 1", null)]
    [InlineData("134 1", """{"results":{"tests":[{"name":"a","status":"passed"}]}}""")]
    [InlineData("134 1", """{"results":{"te""")]
    [InlineData("124 900", null)]
    public async Task A_project_that_crashed_or_hung_is_one_failure(string exit, string? report)
    {
        Write("A.Tests", exit, report);

        var (code, lines) = await SumAsync();

        code.ShouldBe(1);
        lines[^1].ShouldContain(" 1 failed,");
    }

    [Fact]
    public async Task Another_run_of_a_project_takes_its_row_and_leaves_the_others_and_the_notes()
    {
        var file = Path.Combine(_folder, "soak.md");
        await File.WriteAllTextAsync(file, "# The long tests\n\n| project | day |\n|---|---|\n| A.Tests | 2001-01-01 | 5 | 1 | 0 | 9 |  |\n| B.Tests | 2001-01-01 | 7 | 0 | 0 | 9 |  |\n\nA note below.\n", TestContext.Current.CancellationToken);
        Write("A.Tests", "0 3", """{"results":{"tests":[{"name":"a","status":"passed"}]}}""");

        await SumAsync("--soak", file);

        var lines = await File.ReadAllLinesAsync(file, TestContext.Current.CancellationToken);
        lines.Single(line => line.StartsWith("| A.Tests |", StringComparison.Ordinal)).ShouldEndWith("| 1 | 0 | 0 | 3 |  |");
        lines.ShouldContain("| B.Tests | 2001-01-01 | 7 | 0 | 0 | 9 |  |");
        lines[^1].ShouldBe("A note below.");
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private void Write(string project, string exit, string? report)
    {
        File.WriteAllText(Path.Combine(_folder, project + ".exit"), exit + "\n");
        File.WriteAllText(Path.Combine(_folder, project + ".log"), "the last words\n");
        if (report is not null)
        {
            File.WriteAllText(Path.Combine(_folder, project + ".json"), report);
        }
    }

    private async Task<(int Code, string[] Lines)> SumAsync(params string[] more)
    {
        var start = new ProcessStartInfo("node", [Path.Combine(Root, "eng/test-summary.mjs"), _folder, .. more]) { RedirectStandardOutput = true, UseShellExecute = false };
        using var process = Process.Start(start)!;
        var output = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return (process.ExitCode, output.TrimEnd().Split('\n'));
    }
}
