using System.Diagnostics;
using System.Globalization;

namespace Cairn.Serving.Servers;

/// <summary>
/// A model's own server as a living process, in a session of its own. Its starter, a few lines of <c>sh</c>, holds the end of a pipe: when that closes,
/// because the server is to end or because this process is no more, however it died, everything in the session is ended: TERM, then KILL.
/// </summary>
internal sealed class ServerProcess : IAsyncDisposable
{
    private const int GraceTenths = 50;

    // Standard input is the pipe of life. Standard output stays open with the watcher alone, so that its end tells that all are gone.
    private const string Starter = """
        log=$1; grace=$2; shift 2
        exec 3<&0 4>&1 </dev/null >>"$log" 2>&1
        trap : TERM
        "$@" 3<&- 4>&- &
        child=$!
        (
          trap '' TERM
          read -r _ <&3
          kill -TERM 0
          n=0
          while kill -0 $child 2>/dev/null && [ $n -lt $grace ]; do sleep 0.1; n=$((n+1)); done
          kill -KILL 0
        ) &
        exec 3<&- 4>&-
        while kill -0 $child 2>/dev/null; do wait $child; code=$?; done
        exit ${code:-1}
        """;

    private static readonly string[] Inherited = ["PATH", "HOME", "USER", "LANG", "LC_ALL", "TZ", "TMPDIR", "LD_LIBRARY_PATH", "VIRTUAL_ENV", "PYENV_ROOT"];
    private readonly Process _starter;
    private readonly Task<string> _gone;

    private ServerProcess(Process starter, int port)
    {
        (_starter, Port) = (starter, port);
        _gone = starter.StandardOutput.ReadToEndAsync();
        Exited = starter.WaitForExitAsync();
    }

    public int Port { get; }

    /// <summary>Number of the process group.</summary>
    public int Group => _starter.Id;

    /// <summary>Ends when the server itself has ended; what it left behind goes when this is disposed.</summary>
    public Task Exited { get; }

    public int ExitCode => _starter.ExitCode;

    /// <exception cref="System.ComponentModel.Win32Exception">The system starts no process.</exception>
    public static ServerProcess Start(ServerStart start, int port)
    {
        string number = port.ToString(CultureInfo.InvariantCulture);
        var info = new ProcessStartInfo("setsid", ["sh", "-c", Starter, "sh", start.Log, GraceTenths.ToString(CultureInfo.InvariantCulture), .. start.Command.Select(w => w.Replace("{port}", number, StringComparison.Ordinal))])
        {
            WorkingDirectory = start.Folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            UseShellExecute = false,
        };
        info.Environment.Clear();
        foreach (string name in Inherited)
            if (Environment.GetEnvironmentVariable(name) is { } value) info.Environment[name] = value;
        foreach ((string name, string value) in start.Environment) info.Environment[name] = value;
        info.Environment["PORT"] = number;
        info.Environment["HOST"] = "127.0.0.1";
        return new(Process.Start(info)!, port);
    }

    /// <summary>Ends the server with all that it started; over when they are gone.</summary>
    public async ValueTask DisposeAsync()
    {
        _starter.StandardInput.Close();
        await _gone;
        await Exited;
        _starter.Dispose();
    }
}
