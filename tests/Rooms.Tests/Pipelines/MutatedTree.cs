namespace Cairn.Rooms.Tests.Pipelines;

/// <summary>The files of the laboratory's project, to be changed.</summary>
internal sealed class MutatedTree
{
    public Dictionary<string, string> Files { get; } = new(MutationBase.Files, StringComparer.Ordinal);

    public HashSet<string> Executable { get; } = ["src/tool"];

    public string Yaml { get => Files["cairn.yaml"]; set => Files["cairn.yaml"] = value; }

    public void Replace(string file, string from, string to)
    {
        Files[file].ShouldContain(from, Case.Sensitive, $"the mutation does not fit {file}");
        Files[file] = Files[file].Replace(from, to, StringComparison.Ordinal);
    }

    public void InYaml(string from, string to) => Replace("cairn.yaml", from, to);

    public void Append(string file, string text) => Files[file] += text;

    public void Rename(string from, string to)
    {
        Files[to] = Files[from];
        Files.Remove(from);
    }

    /// <summary>Puts exactly these files into the repository.</summary>
    public void WriteTo(TestRepository repository)
    {
        foreach (string old in Directory.EnumerateFileSystemEntries(repository.Path).Where(e => Path.GetFileName(e) != ".git"))
            if (Directory.Exists(old)) Directory.Delete(old, recursive: true);
            else File.Delete(old);
        foreach ((string path, string text) in Files)
        {
            repository.Write(path, text);
            if (Executable.Contains(path)) File.SetUnixFileMode(Path.Combine(repository.Path, path), UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }
}
