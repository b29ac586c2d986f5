using System.Diagnostics;
using System.Reflection;

namespace Cairn.Cli.Tests;

/// <summary>The built program, as a shell starts it.</summary>
public sealed class ProgramTests
{
    private static readonly string Root = typeof(ProgramTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(pair => pair.Key == "RepositoryRoot").Value!;

    [Fact]
    public async Task The_reference_page_is_current()
    {
        var (code, output, _) = await StartAsync("reference");
        var page = Path.Combine(Root, "docs/reference/cli.md");

        code.ShouldBe(0);
        (await File.ReadAllTextAsync(page, TestContext.Current.CancellationToken)).ShouldBe(output, "write it anew: ./cairn reference > docs/reference/cli.md");
    }

    [Fact]
    public async Task Data_goes_to_stdout_and_talk_to_stderr()
    {
        var help = await StartAsync("--help");
        var wrong = await StartAsync("nonsense");
        var gone = await StartAsync("projects", "list", "--server", "http://127.0.0.1:1");

        help.ShouldSatisfyAllConditions(() => help.Code.ShouldBe(0), () => help.Out.ShouldStartWith("Examples:"), () => help.Error.ShouldBe(""));
        wrong.ShouldSatisfyAllConditions(() => wrong.Code.ShouldBe(2), () => wrong.Out.ShouldBe(""), () => wrong.Error.ShouldContain("unknown word 'nonsense'"));
        gone.ShouldSatisfyAllConditions(() => gone.Code.ShouldBe(3), () => gone.Out.ShouldBe(""), () => gone.Error.ShouldContain("no answer"));
    }

    private static async Task<(int Code, string Out, string Error)> StartAsync(params string[] words)
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "Cairn.Cli.dll"), .. words])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        using var process = Process.Start(start)!;
        var (output, error) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return (process.ExitCode, await output, await error);
    }
}
