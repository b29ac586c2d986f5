using Cairn.Cli.Output;

namespace Cairn.Cli.Tests;

/// <summary>One run of the command line in this process, against a fake server.</summary>
internal sealed record Session(int Code, string Out, string Error)
{
    public static readonly DateTimeOffset Now = new(2026, 1, 10, 12, 0, 0, TimeSpan.Zero);

    public static async Task<Session> RunAsync(
        FakeServer server, string words, bool tty = false, int width = 100, Dictionary<string, string>? environment = null, string input = "", string? folder = null)
    {
        var (output, error) = (new StringWriter { NewLine = "\n" }, new StringWriter { NewLine = "\n" });
        var terminal = new Terminal(output, error, tty, tty, width, name => environment?.GetValueOrDefault(name), new FixedClock())
        {
            Handler = server,
            In = new StringReader(input),
            Folder = folder ?? Path.GetTempPath(),
        };
        var args = words.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var code = await CairnCommand.RunAsync(args, terminal, TestContext.Current.CancellationToken);
        return new Session(code, output.ToString(), error.ToString());
    }

    private sealed class FixedClock : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => Now;
    }
}
