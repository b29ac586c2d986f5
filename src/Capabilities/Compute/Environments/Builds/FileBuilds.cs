using Cairn.Compute.Targets;
using Cairn.Compute.Tasks;

namespace Cairn.Compute.Environments.Builds;

/// <summary>
/// What the SDK builds of single files of C#: laid out before a task begins, for its home is new each time, and kept when it has ended well. The SDK itself
/// looks whether it is up to date, and else builds as if there were nothing.
/// </summary>
/// <param name="home">Builds lie by project: packages are kept so too.</param>
internal sealed class FileBuilds(string home)
{
    private const string Success = "build-success.cache";

    public IReadOnlyList<WantedBuild> Lay(PreparedTask task)
    {
        if (!IsUsual(task)) return [];
        var wanted = new List<WantedBuild>();
        foreach (CSharpFile file in CSharpFile.NamedBy(task.Task.Command, task.Scratch.Work))
            if (BuildKey.Of(file, task) is { } key) wanted.Add(new WantedBuild(file, key, ShelfOf(task).Lay(key.Text, FolderOf(task, file), task.Scratch.Root, file.Mark)));
        return wanted;
    }

    /// <summary>Keeps what is new. Answers the end with what a build that was not made again had read.</summary>
    public TaskEnd Take(PreparedTask task, IReadOnlyList<WantedBuild> wanted, TaskEnd end)
    {
        foreach ((CSharpFile file, BuildKey key, KeptBuild? laid) in wanted)
            if (laid is not null) end = end with { Opened = end.Opened is null || laid.Opened is null ? null : [.. end.Opened.Union(laid.Opened, StringComparer.Ordinal).Order(StringComparer.Ordinal)] };
            else if (end.Outcome == ComputeOutcome.Succeeded && FolderOf(task, file) is var folder && File.Exists(Path.Combine(folder, Success)))
                ShelfOf(task).Keep(key.Text, folder, task.Scratch.Root, file.Mark, key.IsAlone ? [] : end.Opened);
        return end;
    }

    private BuildShelf ShelfOf(PreparedTask task) => new(Path.Combine(home, task.Task.Project));

    private static string FolderOf(PreparedTask task, CSharpFile file) => file.FolderIn(task.Environment["HOME"]);

    // A task that has the SDK build elsewhere looks after that itself.
    private static bool IsUsual(PreparedTask task)
        => task.Task.Interpreters.Any(i => Path.GetFileName(i) == "dotnet") && task.Environment["HOME"].StartsWith(task.Scratch.Root + "/", StringComparison.Ordinal) && !task.Environment.ContainsKey("XDG_DATA_HOME");
}
