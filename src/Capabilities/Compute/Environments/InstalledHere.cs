using Cairn.Platform;
using Cairn.Platform.Processes;

namespace Cairn.Compute.Environments;

/// <summary>What the interpreters of this machine find installed, for whoever must know before a task runs.</summary>
internal sealed class InstalledHere(IProcessRunner runner, PlatformOptions options)
{
    private readonly InterpreterLook _look = new(runner);

    /// <summary>As <see cref="ICompute.InstalledForAsync"/>.</summary>
    public async Task<string?> OfAsync(string program, string searchPath, CancellationToken cancellation)
    {
        if (!Interpreters.Knows(program)) return null;
        string folder = options.Folder("scratch");
        // As a task sees it: nothing of the home of whoever runs this server.
        var environment = new Dictionary<string, string>(StringComparer.Ordinal) { ["PATH"] = searchPath, ["HOME"] = folder, ["TMPDIR"] = folder };
        return await _look.AskAsync(program, environment, folder, cancellation) is { } installed ? string.Join(' ', installed.Packages.Select(p => $"{p.Key}=={p.Value}")) : null;
    }
}
