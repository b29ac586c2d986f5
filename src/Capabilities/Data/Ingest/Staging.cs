using Cairn.Data.Sources.Kinds;
using Cairn.Platform;

namespace Cairn.Data.Ingest;

/// <summary>Folders in which what sources give is put aside, one for each gathering.</summary>
internal sealed class Staging(PlatformOptions platform, DataOptions options)
{
    private const UnixFileMode Private = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
    private readonly string _root = platform.Folder("ingest");

    /// <summary>An empty one; what an earlier attempt left is gone.</summary>
    public Stage Open(string runId)
    {
        Remove(runId);
        string folder = Path.Combine(_root, runId);
        Directory.CreateDirectory(folder, Private);
        return new Stage(folder, options.ArrivalLimit);
    }

    public void Remove(string runId)
    {
        string folder = Path.Combine(_root, runId);
        if (Directory.Exists(folder)) Directory.Delete(folder, recursive: true);
        // What stands beside it for the reader.
        foreach (string list in Directory.GetFiles(_root, runId + ".*")) File.Delete(list);
    }
}
