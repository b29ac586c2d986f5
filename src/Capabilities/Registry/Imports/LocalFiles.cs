namespace Cairn.Registry.Imports;

/// <summary>Artifacts that lie in a folder of this machine. Links are not followed: they may lead anywhere.</summary>
internal static class LocalFiles
{
    private const string Proxied = "mlflow-artifacts:/";

    /// <param name="artifacts">The folder that <c>mlflow-artifacts:/</c> stands for.</param>
    /// <returns>Null when the address is no folder of this machine.</returns>
    public static IReadOnlyList<SourceFile>? Of(string uri, string? artifacts)
    {
        if (Folder(uri, artifacts) is not { } folder) return null;
        var root = new DirectoryInfo(folder);
        if (!root.Exists) return [];
        return [.. Below(root).Select(f => new SourceFile(Path.GetRelativePath(root.FullName, f.FullName).Replace(Path.DirectorySeparatorChar, '/'), _ => Task.FromResult<Stream>(f.OpenRead())))];
    }

    private static string? Folder(string uri, string? artifacts)
    {
        if (uri.StartsWith(Proxied, StringComparison.Ordinal))
        {
            if (artifacts is null) return null;
            string root = Path.GetFullPath(artifacts), folder = Path.GetFullPath(Path.Combine(root, uri[Proxied.Length..].TrimStart('/')));
            return folder.StartsWith(root + Path.DirectorySeparatorChar, StringComparison.Ordinal) ? folder : null;
        }
        if (uri.StartsWith("file:", StringComparison.Ordinal)) return Uri.TryCreate(uri, UriKind.Absolute, out Uri? file) && file is { IsFile: true, Host: "" } ? file.LocalPath : null;
        return Path.IsPathFullyQualified(uri) ? uri : null;
    }

    private static IEnumerable<FileInfo> Below(DirectoryInfo folder)
    {
        foreach (FileSystemInfo entry in folder.EnumerateFileSystemInfos().Where(e => e.LinkTarget is null).OrderBy(e => e.Name, StringComparer.Ordinal))
        {
            if (entry is FileInfo file) yield return file;
            else
                foreach (FileInfo inner in Below((DirectoryInfo)entry)) yield return inner;
        }
    }
}
