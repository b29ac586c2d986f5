using System.Security.Cryptography;
using System.Text;

namespace Cairn.Compute.Environments.Builds;

/// <summary>A single file of C# that a command has the SDK run (<c>dotnet run steps/count.cs</c>).</summary>
/// <param name="Work">The directory that the command works in.</param>
/// <param name="Name">Its path in there.</param>
internal sealed record CSharpFile(string Work, string Name)
{
    private const string End = ".cs";
    private static readonly char[] Between = [' ', '\t', '\n', ';', '&', '|', '(', ')', '\'', '"'];

    public string FullPath => Path.Combine(Work, Name);

    /// <summary>By what the SDK tells it from others: nothing else of its folder's name depends on where it lies.</summary>
    public string Mark { get; } = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Path.Combine(Work, Name).ToUpperInvariant())));

    /// <summary>Where the SDK builds it, in the home of the task. A later SDK may do so elsewhere: then nothing of it is kept or found.</summary>
    public string FolderIn(string home) => Path.Combine(home, ".local", "share", "dotnet", "runfile", $"{Path.GetFileNameWithoutExtension(Name)}-{Mark}");

    /// <summary>Those that a command names.</summary>
    public static IReadOnlyList<CSharpFile> NamedBy(IEnumerable<string> command, string work) =>
    [
        .. command.SelectMany(c => c.Split(Between, StringSplitOptions.RemoveEmptyEntries)).Where(w => w.EndsWith(End, StringComparison.Ordinal) && IsBelow(w))
            .Select(w => Path.GetRelativePath(work, Path.GetFullPath(w, work))).Distinct(StringComparer.Ordinal).Select(n => new CSharpFile(work, n)).Where(f => Native.Stat(f.FullPath) is { IsFile: true }),
    ];

    private static bool IsBelow(string path) => !Path.IsPathRooted(path) && !path.Split('/').Contains("..");
}
