using System.Collections.Concurrent;
using System.Collections.Frozen;
using Cairn.Platform;
using Cairn.Platform.Processes;

namespace Cairn.Pipelines.Caching;

/// <summary>Programs on a search path and what their files hold. A file is read again when its length or time changed.</summary>
internal sealed class ProgramFiles(IProcessRunner runner, PlatformOptions options)
{
    private const UnixFileMode Executable = UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    // A script under such a name (of pyenv, asdf and the like) chooses the real one elsewhere: it is asked which.
    private static readonly string[] Interpreters = ["python", "Rscript", "R", "node", "ruby", "perl", "julia", "java", "dotnet"];

    private static readonly EnumerationOptions Readable = new() { IgnoreInaccessible = true, AttributesToSkip = FileAttributes.None };

    private readonly ConcurrentDictionary<string, (DateTime At, FrozenSet<string> Names)> _folders = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, (long Length, DateTime At, string Digest)> _files = new(StringComparer.Ordinal);

    /// <summary>Looks which names there are.</summary>
    public ProgramPath Look(string searchPath) => new(searchPath, [.. searchPath.Split(':', StringSplitOptions.RemoveEmptyEntries).Where(Path.IsPathRooted).Select(f => (f, NamesIn(f)))]);

    /// <summary>Digest of the program's file, with what it says of its version where the file only chooses one; null when there is no such program.</summary>
    public string? VersionOf(string name, ProgramPath searched)
    {
        if (Find(name, searched) is not { } path) return null;
        string digest = DigestOf(path);
        return Chooses(path) && Ask(path, searched.Text) is { Length: > 0 } says ? $"{says} {digest[..19]}" : digest;
    }

    private static string? Find(string name, ProgramPath searched)
    {
        if (name.Contains('/')) return name[0] == '/' && IsProgram(name) ? name : null;
        foreach ((string folder, FrozenSet<string> names) in searched.Folders)
            if (names.Contains(name) && Path.Combine(folder, name) is var path && IsProgram(path)) return path;
        return null;
    }

    private FrozenSet<string> NamesIn(string folder)
    {
        DateTime at = Directory.GetLastWriteTimeUtc(folder);
        if (_folders.TryGetValue(folder, out (DateTime At, FrozenSet<string> Names) known) && known.At == at) return known.Names;
        FrozenSet<string> names = Directory.Exists(folder) ? Directory.EnumerateFileSystemEntries(folder, "*", Readable).Select(p => Path.GetFileName(p)).ToFrozenSet(StringComparer.Ordinal) : [];
        _folders[folder] = (at, names);
        return names;
    }

    private string DigestOf(string path)
    {
        var file = new FileInfo(Target(path));
        if (_files.TryGetValue(path, out (long Length, DateTime At, string Digest) known) && known.Length == file.Length && known.At == file.LastWriteTimeUtc) return known.Digest;
        string digest = Read(file);
        _files[path] = (file.Length, file.LastWriteTimeUtc, digest);
        return digest;
    }

    private static string Read(FileInfo file)
    {
        try
        {
            using FileStream content = file.OpenRead();
            return Platform.Artifacts.Digest.Prefix + Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(content));
        }
        catch (Exception e) when (e is UnauthorizedAccessException or IOException)
        {
            // One that may be executed and not read.
            return Platform.Artifacts.Digest.Of($"{file.Length} {file.LastWriteTimeUtc.Ticks}");
        }
    }

    private string Ask(string path, string searchPath)
    {
        string log = Path.Combine(options.Folder("scratch"), $"version-{Guid.NewGuid():N}");
        var spec = new ProcessSpec([path, "--version"], options.Folder("scratch"), log) { Timeout = Patience, Environment = new Dictionary<string, string> { ["PATH"] = searchPath, ["HOME"] = options.Folder("scratch") } };
        try
        {
            // Asked at most once a run and program, where a file that chooses stands on the search path.
            return Task.Run(() => runner.RunAsync(spec)).GetAwaiter().GetResult().Succeeded ? File.ReadLines(log).FirstOrDefault()?.Trim() ?? "" : "";
        }
        finally
        {
            File.Delete(log);
        }
    }

    private static bool Chooses(string path)
    {
        string name = Path.GetFileName(path);
        if (!Interpreters.Any(i => name.StartsWith(i, StringComparison.Ordinal))) return false;
        try
        {
            using FileStream file = File.OpenRead(path);
            return file.ReadByte() == '#' && file.ReadByte() == '!';
        }
        catch (UnauthorizedAccessException)
        {
            return false;
        }
    }

    private static bool IsProgram(string path) => File.Exists(path) && Target(path) is var file && (OperatingSystem.IsWindows() || (File.GetUnixFileMode(file) & Executable) != UnixFileMode.None);

    private static string Target(string path) => new FileInfo(path).ResolveLinkTarget(returnFinalTarget: true)?.FullName ?? path;
}
