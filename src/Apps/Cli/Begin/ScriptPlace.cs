namespace Cairn.Cli.Begin;

/// <summary>Where a script lies, and from where it is started.</summary>
/// <param name="Root">Folder of the repository, where <c>cairn.yaml</c> goes.</param>
/// <param name="Folder">The folder it is started in, relative to the root; empty for the root.</param>
/// <param name="Script">The script, as seen from there.</param>
internal sealed record ScriptPlace(string Root, string Folder, string Script)
{
    /// <summary>A notebook works beside itself; a script where the files lie that it reads, else at the root.</summary>
    public static ScriptPlace Of(string script, bool besideItself, IEnumerable<string> reads)
    {
        script = Path.GetFullPath(script);
        var (folder, root) = (Path.GetDirectoryName(script)!, RootOf(Path.GetDirectoryName(script)!));
        var beside = besideItself || (folder != root && reads.Any(r => File.Exists(Path.Combine(folder, r)) && !File.Exists(Path.Combine(root, r))));
        return new ScriptPlace(root, beside && folder != root ? Path.GetRelativePath(root, folder) : "", Path.GetRelativePath(beside ? folder : root, script));
    }

    /// <summary>A path that a script names, as seen from the root; null when it leads out of the repository.</summary>
    public string? Inside(string path)
    {
        var inside = Path.GetRelativePath(Root, FullOf(path));
        return Path.IsPathRooted(inside) || inside.Split('/')[0] == ".." ? null : inside;
    }

    public string FullOf(string path) => Path.GetFullPath(Path.Combine(Root, Folder, path));

    private static string RootOf(string folder)
    {
        for (var at = folder; at is not null; at = Path.GetDirectoryName(at))
        {
            if (Path.Exists(Path.Combine(at, ".git")))
            {
                return at;
            }
        }
        return folder;
    }
}
