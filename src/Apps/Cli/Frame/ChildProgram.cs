using System.CommandLine;
using System.Diagnostics;

namespace Cairn.Cli.Frame;

/// <summary>Another program of ours, which a verb starts and waits for.</summary>
internal static class ChildProgram
{
    /// <param name="app">Its folder in <c>src/Apps</c>: <c>Server</c> is <c>Cairn.Server.dll</c>.</param>
    /// <param name="options">Handed on as they were given.</param>
    /// <exception cref="UsageException">It is not there.</exception>
    public static async Task<int> RunAsync(Call call, string app, IEnumerable<Option<string?>> options)
    {
        var start = new ProcessStartInfo("dotnet") { UseShellExecute = false };
        start.ArgumentList.Add(Find(call, app));
        foreach (var option in options)
        {
            if (call.Value(option) is { } value)
            {
                start.ArgumentList.Add(option.Name);
                start.ArgumentList.Add(value);
            }
        }
        using var process = Process.Start(start) ?? throw new UsageException("dotnet could not be started");
        // Ctrl C reaches the whole group: the program ends by itself and is waited for.
        await process.WaitForExitAsync(CancellationToken.None);
        return process.ExitCode;
    }

    private static string Find(Call call, string app)
    {
        var home = call.Terminal.Environment("CAIRN_HOME") ?? "";
        string[] places = [Path.Combine(AppContext.BaseDirectory, $"Cairn.{app}.dll"), Path.Combine(home, $"src/Apps/{app}/bin/Release/net10.0/Cairn.{app}.dll")];
        return places.FirstOrDefault(File.Exists) ?? throw new UsageException($"Cairn.{app}.dll is not installed beside this program", "start it with ./cairn, which builds it");
    }
}
