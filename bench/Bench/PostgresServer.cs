using System.Diagnostics;
using System.Globalization;

namespace Cairn.Bench;

/// <summary>A PostgreSQL of the system's programs for one benchmark: on loopback, as durable as it is delivered, gone afterwards.</summary>
internal sealed class PostgresServer : IDisposable
{
    private const string Root = "/usr/lib/postgresql";
    private readonly string _folder = Directory.CreateTempSubdirectory("cairn-bench-postgres-").FullName;

    private PostgresServer(int port) => Address = $"postgres://cairn@127.0.0.1:{port}/postgres";

    public static bool IsHere => Programs is not null;

    public string Address { get; }

    private static string? Programs => !Directory.Exists(Root) ? null
        : Directory.EnumerateDirectories(Root).Select(d => Path.Combine(d, "bin")).Where(d => File.Exists(Path.Combine(d, "initdb"))).Order(StringComparer.Ordinal).LastOrDefault();

    private string Data => Path.Combine(_folder, "data");

    public static async Task<PostgresServer> StartAsync(CancellationToken cancel)
    {
        int port = Child.FreePort();
        var server = new PostgresServer(port);
        try
        {
            // It refuses to run as root.
            if (Environment.IsPrivilegedProcess) await RunAsync("chown", ["postgres:", server._folder], cancel);
            await server.AskAsync("initdb", ["-D", server.Data, "-U", "cairn", "-A", "trust", "--no-sync", "-E", "UTF8", "--locale=C.UTF-8"], cancel);
            await server.AskAsync("pg_ctl", ["-D", server.Data, "-w", "-l", Path.Combine(server._folder, "log"), "-o", $"-c listen_addresses=127.0.0.1 -p {port} -c unix_socket_directories={server._folder}", "start"], cancel);
            return server;
        }
        catch
        {
            server.Dispose();
            throw;
        }
    }

    /// <summary>Gathers the statistics that its planner goes by, as it does by itself within a minute of a large change.</summary>
    public Task AnalyzeAsync(CancellationToken cancel) => AskAsync("vacuumdb", ["--analyze-only", "--host", "127.0.0.1", "--port", new Uri(Address).Port.ToString(CultureInfo.InvariantCulture), "--username", "cairn", "postgres"], cancel);

    public void Dispose()
    {
        if (File.Exists(Path.Combine(Data, "postmaster.pid"))) AskAsync("pg_ctl", ["-D", Data, "-w", "-m", "immediate", "stop"], CancellationToken.None).GetAwaiter().GetResult();
        Directory.Delete(_folder, recursive: true);
    }

    private Task AskAsync(string program, string[] arguments, CancellationToken cancel)
    {
        string path = Path.Combine(Programs!, program);
        return Environment.IsPrivilegedProcess
            ? RunAsync("setpriv", ["--reuid=postgres", "--regid=postgres", "--init-groups", "env", $"HOME={_folder}", path, .. arguments], cancel)
            : RunAsync(path, arguments, cancel);
    }

    private static async Task RunAsync(string program, string[] arguments, CancellationToken cancel)
    {
        // What it says goes nowhere: the server that it leaves behind would keep a pipe open.
        using Process process = Process.Start(new ProcessStartInfo("/bin/sh", ["-c", "exec \"$@\" >/dev/null 2>&1 </dev/null", "sh", program, .. arguments]) { WorkingDirectory = "/" })!;
        await process.WaitForExitAsync(cancel);
        if (process.ExitCode != 0) throw new InvalidOperationException($"{Path.GetFileName(program)} ended with {process.ExitCode}.");
    }
}
