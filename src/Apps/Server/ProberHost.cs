using System.Runtime.InteropServices;
using Cairn.Client.Probing;

namespace Cairn.Server;

/// <summary>
/// <c>probe</c>: this program as the prober of a server on this machine, which it outlives when that crashes. Ends by itself when its record's folder is
/// gone, or after a day without a word from the server. Needs <c>CAIRN_SERVER</c>, <c>CAIRN_TOKEN_FILE</c> and <c>CAIRN_PROBER</c>, its folder.
/// </summary>
internal static class ProberHost
{
    private const int Held = 4;

    public static async Task<int> RunAsync()
    {
        string[] given = [.. new[] { "CAIRN_SERVER", "CAIRN_TOKEN_FILE", "CAIRN_PROBER" }.Select(n => Environment.GetEnvironmentVariable(n) ?? "")];
        if (given.Contains("")) return 2;
        using var ended = new CancellationTokenSource();
        using PosixSignalRegistration term = PosixSignalRegistration.Create(PosixSignal.SIGTERM, context =>
        {
            context.Cancel = true;
            ended.Cancel();
        });
        try
        {
            var options = new ProberOptions(new Uri(given[0]), (await File.ReadAllTextAsync(given[1], ended.Token)).Trim(), given[2]) { GiveUp = TimeSpan.FromDays(1), Say = Console.Error.WriteLine };
            using var prober = new Prober(options);
            await prober.RunAsync(ended.Token);
            return 0;
        }
        catch (OperationCanceledException)
        {
            return 0;
        }
        catch (IOException e)
        {
            await Console.Error.WriteLineAsync(e.Message);
            return Held;
        }
    }
}
