namespace Cairn.Data.Sources.Kinds;

/// <summary>Where what a source gives is put aside, so that what is hashed, judged and kept are the same bytes.</summary>
/// <param name="limit">Most bytes of all of it.</param>
internal sealed class Stage(string folder, long limit)
{
    private readonly List<string> _names = [], _digests = [];
    private long _left = limit;

    public string Folder => folder;

    /// <summary>In the order in which they are read.</summary>
    public IReadOnlyList<string> Names => _names;

    /// <summary>Type of each column, where the source knows better than the bytes tell.</summary>
    public IReadOnlyDictionary<string, string>? Columns { get; set; }

    /// <summary>Of all the bytes; several files are digested as the list of their digests.</summary>
    public string Digest => _digests.Count == 1 ? _digests[0] : Platform.Artifacts.Digest.Of(string.Join('\n', _digests));

    public Task AddAsync(string ending, Stream content, CancellationToken cancellation) => AddAsync(ending, target => content.CopyToAsync(target, cancellation));

    /// <summary>Adds one file that <paramref name="write"/> writes.</summary>
    /// <exception cref="TooLargeException">It passes the limit.</exception>
    public async Task AddAsync(string ending, Func<Stream, Task> write)
    {
        string name = $"{_names.Count:d6}{ending}";
        await using var target = new MeasuredStream(File.Create(Path.Combine(folder, name)), _left);
        await write(target);
        await target.FlushAsync();
        _left -= target.Length;
        _names.Add(name);
        _digests.Add(Platform.Artifacts.Digest.Prefix + Convert.ToHexStringLower(target.Hash()));
    }

    /// <summary>The ending of a name that tells its format, the packing included: <c>.csv.gz</c>.</summary>
    public static string EndingOf(string name)
    {
        string last = Path.GetExtension(name).ToLowerInvariant();
        return last is ".gz" or ".zst" ? Path.GetExtension(Path.GetFileNameWithoutExtension(name)).ToLowerInvariant() + last : last;
    }
}
