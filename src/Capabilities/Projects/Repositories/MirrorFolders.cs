using Cairn.Platform;

namespace Cairn.Projects;

/// <summary>Where mirrors and trees lie: <c>repositories/NAME/mirror.git</c> and <c>repositories/NAME/trees/COMMIT</c> of the data directory.</summary>
internal sealed class MirrorFolders(PlatformOptions platform)
{
    private const UnixFileMode Read = UnixFileMode.UserRead | UnixFileMode.GroupRead | UnixFileMode.OtherRead;
    private const UnixFileMode Enter = UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;

    public string MirrorOf(string project) => Path.Combine(platform.Folder("repositories"), project, "mirror.git");

    public string TreeOf(string project, string commit) => Path.Combine(platform.Folder("repositories"), project, "trees", commit);

    /// <summary>A place for a mirror of a project whose name is not known yet.</summary>
    public string Incoming() => Path.Combine(platform.Folder("repositories/.incoming"), Guid.NewGuid().ToString("N"));

    /// <summary>Takes write permission from everything below and the folder itself.</summary>
    public static void Protect(string folder)
    {
        if (OperatingSystem.IsWindows()) return;
        foreach (string child in Directory.EnumerateDirectories(folder)) Protect(child);
        foreach (string file in Directory.EnumerateFiles(folder))
            File.SetUnixFileMode(file, File.GetUnixFileMode(file).HasFlag(UnixFileMode.UserExecute) ? Read | Enter : Read);
        File.SetUnixFileMode(folder, Read | Enter);
    }
}
