using System.Diagnostics;
using System.Globalization;

namespace Cairn.Cli.Demo.Server;

/// <summary>How the tour's server is started.</summary>
internal sealed record ServerCommand(string Program, string Data, int Port, DateTimeOffset Clock, int Seed, string Log)
{
    /// <summary>PostgreSQL instead of SQLite in the folder.</summary>
    public string? Database { get; init; }

    public Process Start()
    {
        // The shell gives way to the server: one process, which may outlive the tour and writes into a file of its own.
        var start = new ProcessStartInfo("sh") { UseShellExecute = false, WorkingDirectory = Data };
        start.ArgumentList.Add("-c");
        start.ArgumentList.Add("log=$1; shift; exec \"$@\" >>\"$log\" 2>&1 </dev/null");
        foreach (var word in new[] { "sh", Log, Dotnet, Program, "--port", Number(Port), "--data", Data, "--simulated-clock", Clock.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture), "--seed", Number(Seed) })
        {
            start.ArgumentList.Add(word);
        }
        foreach (var word in Database is null ? Array.Empty<string>() : ["--db", Database])
        {
            start.ArgumentList.Add(word);
        }
        return Process.Start(start) ?? throw new TourException("the server could not be started");
    }

    private static string Dotnet => Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet";

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);
}
