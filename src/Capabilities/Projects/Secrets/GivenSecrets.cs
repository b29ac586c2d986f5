using System.Text;
using System.Text.Unicode;

namespace Cairn.Projects;

/// <summary>
/// Secrets that whoever runs the server gives it, as clusters do: files <c>PROJECT/NAME</c> of a folder, or variables <c>CAIRN_SECRET__PROJECT__NAME</c>.
/// They are read anew each time, so that one that is renewed there is the new one here, and kept nowhere.
/// </summary>
internal sealed class GivenSecrets(ProjectsOptions options)
{
    private const string Prefix = "CAIRN_SECRET", Mark = "__";

    /// <summary>The file, else the variable; null when there is neither.</summary>
    /// <exception cref="InvalidOperationException">It is there and cannot be used; the message holds nothing of it.</exception>
    public string? Find(string project, string name)
    {
        string? value = Whence(project, name) switch
        {
            "file" => Read(PathOf(project, name)!, name),
            "environment" => options.Variables(VariableOf(project, name)!),
            _ => null,
        };
        return value is null || SecretRules.IsValue(value) ? value : throw Unusable(name);
    }

    /// <summary><c>file</c> or <c>environment</c>; null when it is not given. Its value is not looked at.</summary>
    public string? Whence(string project, string name) => !SecretRules.IsName(name) ? null : PathOf(project, name) is { } path && File.Exists(path) ? "file"
        : VariableOf(project, name) is { } variable && options.Variables(variable) is { Length: > 0 } ? "environment" : null;

    /// <summary>Names of the files that there are for a project.</summary>
    public IReadOnlyList<string> Files(string project)
    {
        string? folder = FolderOf(project);
        return folder is null || !Directory.Exists(folder) ? [] : [.. Directory.EnumerateFiles(folder).Select(f => Path.GetFileName(f)!).Where(SecretRules.IsName).Order(StringComparer.Ordinal)];
    }

    /// <summary>What the variable of a secret is called; null for projects whose variables could be another's.</summary>
    public static string? VariableOf(string project, string name)
        => project.Contains('_', StringComparison.Ordinal) || project.Contains("--", StringComparison.Ordinal) ? null : $"{Prefix}{Mark}{project.Replace('-', '_').ToUpperInvariant()}{Mark}{name}";

    private string? PathOf(string project, string name) => FolderOf(project) is { } folder ? Path.Combine(folder, name) : null;

    private string? FolderOf(string project) => options.SecretsFolder is { Length: > 0 } folder && Path.GetFileName(project) == project && project is not ("." or "..") ? Path.Combine(folder, project) : null;

    private static string Read(string path, string name)
    {
        try
        {
            if (new FileInfo(path) is { Length: > SecretRules.Longest + 2 }) throw Unusable(name);
            byte[] bytes = File.ReadAllBytes(path);
            if (!Utf8.IsValid(bytes)) throw Unusable(name);
            string text = Encoding.UTF8.GetString(bytes);
            // Editors and most tools end a file with a line's end that is no part of the secret.
            return text.EndsWith("\r\n", StringComparison.Ordinal) ? text[..^2] : text.EndsWith('\n') ? text[..^1] : text;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new InvalidOperationException($"The file of the secret '{name}' cannot be read ({e.GetType().Name}).", e);
        }
    }

    private static InvalidOperationException Unusable(string name) => new($"The secret '{name}' that this server is given must have at least {SecretRules.Shortest} characters, at most 64 KiB of UTF-8, and no zero character.");
}
