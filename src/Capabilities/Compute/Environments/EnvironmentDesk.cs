using Cairn.Compute.Environments.Builds;
using Cairn.Compute.Environments.Restoring;
using Cairn.Compute.Targets;
using Cairn.Compute.Tasks;
using Cairn.Platform.Processes;

namespace Cairn.Compute.Environments;

/// <summary>Before a task runs: looks at what it will run in, restores what its lock names where that can be done, else holds the two together.</summary>
internal sealed class EnvironmentDesk(IProcessRunner runner, ComputeOptions options, string home)
{
    private readonly InterpreterLook _look = new(runner);
    private readonly SystemPackages _system = new(runner, options.SystemRoot);
    private readonly FoundEnvironment _found = new();
    private readonly FileBuilds _builds = new(Path.Combine(home, "builds"));
    private readonly EnvironmentShelf _shelf = new(runner, home);
    private readonly IRestorer[] _restorers = [new PythonRestorer(options), new RenvRestorer(options)];

    public async Task<ReadyTask> ReadyAsync(PreparedTask task, CancellationToken cancellation)
    {
        var found = new List<(string, Installed)>();
        var differences = new List<(string, string)>();
        IReadOnlyDictionary<string, string>? packages = await _system.ReadAsync(task.Environment, task.Environment["TMPDIR"], cancellation);
        foreach (SystemLock asked in task.Task.System)
            if (SystemPackages.Difference(asked, packages) is { } other) differences.Add((asked.Name, other));
        if (task.Task.Interpreters.Any(i => Path.GetFileName(i) == "dotnet")) task = WithDotnet(task);
        if (task.Task.Lock is { } locked)
        {
            (task, string? drift) = await HeldAsync(task, locked, cancellation);
            if (drift is not null) differences.Add((locked.Name, drift));
        }
        foreach (string program in task.Task.Interpreters.Where(Interpreters.Knows))
            if (await AskAsync(task, program, cancellation) is { } installed) found.Add((Path.GetFileName(program), installed));
        return new ReadyTask(task, _found.Text(packages, task.Task.Image, found), differences) { Builds = _builds.Lay(task) };
    }

    /// <summary>After it ran: keeps what it had built. Answers its end, which may have to tell more.</summary>
    public TaskEnd Take(ReadyTask ready, TaskEnd end) => _builds.Take(ready.Task, ready.Builds, end);

    private async Task<(PreparedTask, string?)> HeldAsync(PreparedTask task, TaskLock locked, CancellationToken cancellation)
    {
        IReadOnlyDictionary<string, string> wanted = LockedPackages.Read(locked);
        if (Path.GetFileName(locked.Interpreter) == "dotnet") task = With(task, ("RestoreLockedMode", "true"));
        if (Interpreters.IsR(locked.Interpreter) && !task.Environment.ContainsKey(RenvRestorer.NotByItself.Item1)) task = With(task, RenvRestorer.NotByItself);
        if (await AskAsync(task, locked.Interpreter, cancellation) is not { } installed) return (task, $"{locked.Interpreter} does not answer");
        if (wanted.Count == 0 || LockedPackages.Difference(locked, wanted, installed) is not { } difference) return (task, null);
        if (Array.Find(_restorers, r => r.Fits(locked)) is not { } restorer) return (task, difference);
        // It would be refused all the same; whoever lets it drift gets the rest at least.
        if (!restorer.Suits(wanted, installed) && !task.Task.AllowDrift) return (task, difference);
        (string? folder, string? fault) = await _shelf.GetAsync(restorer, locked, installed, task.Environment, cancellation);
        if (folder is null) return (task, fault is null ? difference : $"{difference}, and it could not be restored: {fault}");
        PreparedTask restored = With(task, restorer.Variables(folder, task.Environment));
        return await AskAsync(restored, locked.Interpreter, cancellation) is { } now ? (restored, LockedPackages.Difference(locked, wanted, now)) : (restored, "the restored environment does not answer");
    }

    // Its home is new each time; packages are kept for the project, so that a file or project is restored without bringing them again.
    private PreparedTask WithDotnet(PreparedTask task) => With(task, [.. new[]
    {
        ("NUGET_PACKAGES", Directory.CreateDirectory(Path.Combine(home, "nuget", task.Task.Project)).FullName), ("DOTNET_NOLOGO", "1"), ("DOTNET_CLI_TELEMETRY_OPTOUT", "1"), ("DOTNET_GENERATE_ASPNET_CERTIFICATE", "false"),
    }.Where(v => !task.Environment.ContainsKey(v.Item1))]);

    private Task<Installed?> AskAsync(PreparedTask task, string program, CancellationToken cancellation) => _look.AskAsync(program, task.Environment, task.Environment["TMPDIR"], cancellation);

    private static PreparedTask With(PreparedTask task, params (string Name, string Value)[] variables)
    {
        var all = new Dictionary<string, string>(task.Environment, StringComparer.Ordinal);
        foreach ((string name, string value) in variables) all[name] = value;
        return task with { Environment = all };
    }
}
