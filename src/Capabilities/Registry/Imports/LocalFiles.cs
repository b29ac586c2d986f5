namespace Cairn.Registry.Imports;

/// <summary>
/// Artifacts that lie below the one folder of this machine that was named for them. Where the files of a run lie was written by its clients: what leads out of the
/// folder is not read. Links are not followed, they may lead anywhere: one in the place of a file is told when it is opened; pipes and devices are never opened.
/// </summary>
internal static class LocalFiles
{
    /// <summary>Why something is left out.</summary>
    public const string IsLink = "it is a link, which may lead anywhere and is not followed; put what it leads to in its place";

    private const string Proxied = "mlflow-artifacts:";

    /// <param name="artifacts">The folder that <c>mlflow-artifacts:/</c> stands for, below which local addresses lie too.</param>
    /// <returns>Null when the address does not lie below the folder.</returns>
    public static IReadOnlyList<SourceFile>? Of(string uri, string? artifacts)
    {
        if (artifacts is null) return null;
        string root = Path.TrimEndingDirectorySeparator(Path.GetFullPath(artifacts));
        if (Folder(uri, root) is not { } folder || !IsPlain(root, folder)) return null;
        var start = new DirectoryInfo(folder);
        if (!start.Exists) return [];
        return [.. Below(start).Select(f => new SourceFile(Path.GetRelativePath(folder, f.FullName).Replace(Path.DirectorySeparatorChar, '/'), _ => Task.FromResult(Open(root, f.FullName))))];
    }

    /// <summary>A file below the root; null when there is none, or a link leads to it.</summary>
    public static Stream? Find(string root, string path) => IsPlain(root, path) && File.Exists(path) ? Open(root, path) : null;

    /// <summary>The folders in the root or in one below it, by name; those that are links, and what is in them, are none.</summary>
    public static IReadOnlyList<string> Folders(string root, string path) => [.. In(root, path).Where(d => d.LinkTarget is null).Select(d => d.FullName).Order(StringComparer.Ordinal)];

    /// <summary>Those that are links.</summary>
    public static IReadOnlyList<string> Links(string root, string path) => [.. In(root, path).Where(d => d.LinkTarget is not null).Select(d => d.FullName).Order(StringComparer.Ordinal)];

    /// <summary>Whether it lies below the root, and no part of the way from there is a link.</summary>
    public static bool IsPlain(string root, string path)
    {
        if (!path.StartsWith(root + Path.DirectorySeparatorChar, StringComparison.Ordinal)) return false;
        for (string? at = path; at is not null && at.Length > root.Length; at = Path.GetDirectoryName(at))
            if (new FileInfo(at).LinkTarget is not null) return false;
        return true;
    }

    private static IEnumerable<DirectoryInfo> In(string root, string path)
        => (path == root || IsPlain(root, path)) && new DirectoryInfo(path) is { Exists: true } folder ? folder.EnumerateDirectories() : [];

    private static string? Folder(string uri, string root)
    {
        if (uri.StartsWith(Proxied, StringComparison.Ordinal)) return Path.GetFullPath(Path.Combine(root, WithoutHost(uri[Proxied.Length..]).TrimStart('/')));
        if (uri.StartsWith("file:", StringComparison.Ordinal)) return Uri.TryCreate(uri, UriKind.Absolute, out Uri? file) && file is { IsFile: true, Host: "" } ? Path.GetFullPath(file.LocalPath) : null;
        return Path.IsPathFullyQualified(uri) ? Path.GetFullPath(uri) : null;
    }

    // mlflow-artifacts://host:5000/0/… names the server too.
    private static string WithoutHost(string rest) => !rest.StartsWith("//", StringComparison.Ordinal) ? rest : rest.IndexOf('/', 2) is > 0 and var path ? rest[path..] : "";

    // Looked at once more: between listing and opening somebody may have put a link there. What has no length, as a pipe or a device, has nothing to read.
    private static Stream Open(string root, string path)
        => !IsPlain(root, path) ? throw new InvalidDataException(IsLink) : new FileInfo(path).Length == 0 ? Stream.Null : File.OpenRead(path);

    // Files, and links whatever they lead to.
    private static IEnumerable<FileSystemInfo> Below(DirectoryInfo folder)
    {
        foreach (FileSystemInfo entry in folder.EnumerateFileSystemInfos().OrderBy(e => e.Name, StringComparer.Ordinal))
        {
            if (entry is DirectoryInfo { LinkTarget: null } inner)
                foreach (FileSystemInfo file in Below(inner)) yield return file;
            else yield return entry;
        }
    }
}
