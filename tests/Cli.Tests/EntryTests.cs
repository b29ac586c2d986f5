using System.Diagnostics;
using System.Reflection;

namespace Cairn.Cli.Tests;

/// <summary>The entry <c>./cairn</c> on machines that lack something: it stops and says what to install, or goes on without and says so.</summary>
public sealed class EntryTests : IDisposable
{
    private static readonly string Root = typeof(EntryTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(pair => pair.Key == "RepositoryRoot").Value!;
    private readonly string _folder = Directory.CreateTempSubdirectory("cairn-entry").FullName;

    public EntryTests()
    {
        File.Copy(Path.Combine(Root, "cairn"), Path.Combine(_folder, "cairn"));
        Stand("dotnet", "echo '10.0.401 [/sdk]'");
        Stand("node", "echo v22.1.0");
        Stand("npm", "echo no registry; exit 1");
        Stand("ldconfig", "echo libxgboost.so libsqlite3.so.0");
        Stand("apt-get", "echo not today; exit 100");
        Stand("sudo", "exit 1");
    }

    [Theory]
    [InlineData("dotnet", "echo '8.0.100 [/sdk]'", "the .NET 10 SDK is needed; found: ", "dotnet-sdk-10.0")]
    [InlineData("node", "echo v16.20.2", "Node.js 18 or later with npm is needed; found: 16.20.2", "apt-get install nodejs npm")]
    [InlineData("node", "exit 127", "Node.js 18 or later with npm is needed; found: none", "https://nodejs.org")]
    public async Task Without_a_tool_it_stops_and_says_how_to_get_it(string tool, string does, string said, string mend)
    {
        Stand(tool, does);

        var (code, talk) = await RunAsync();

        code.ShouldBe(2);
        talk.ShouldContain(said);
        talk.ShouldContain(mend);
    }

    [Fact]
    public async Task A_library_that_it_may_not_install_is_named_with_what_goes_without()
    {
        Stand("ldconfig", "true");

        var (code, talk) = await RunAsync();

        talk.ShouldContain("could not install: libxgboost0 libsqlite3-0");
        talk.ShouldContain("sudo apt-get install libxgboost0 libsqlite3-0");
        talk.ShouldContain("without XGBoost the built-in 'train' step refuses to run");
        // It went on, to the packages of npm, which this machine does not get either.
        code.ShouldBe(1);
        talk.ShouldContain("no registry");
        talk.ShouldContain("npm ci failed");
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private void Stand(string program, string does)
    {
        var path = Path.Combine(Directory.CreateDirectory(Path.Combine(_folder, "bin")).FullName, program);
        File.WriteAllText(path, "#!/bin/sh\n" + does + "\n");
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserExecute | UnixFileMode.UserWrite);
    }

    private async Task<(int Code, string Talk)> RunAsync()
    {
        var start = new ProcessStartInfo("bash", [Path.Combine(_folder, "cairn"), "--version"]) { RedirectStandardError = true, RedirectStandardOutput = true, UseShellExecute = false };
        start.Environment["PATH"] = Path.Combine(_folder, "bin") + ":" + start.Environment["PATH"];
        using var process = Process.Start(start)!;
        var talk = await process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return (process.ExitCode, talk);
    }
}
