using System.Text;

namespace Cairn.Tracking;

/// <summary>The points of an imported run, however many, in little memory: those beyond the first block lie in a file that nobody else sees and that goes with it.</summary>
public sealed class ImportedPoints : IDisposable
{
    private const int BlockLength = 10_000, ShortestBlock = 1000;
    private readonly HashSet<string> _keys = new(StringComparer.Ordinal);
    private List<RunMetric> _block = [];
    private FileStream? _file;

    public long Count { get; private set; }

    /// <summary>How many metrics there are.</summary>
    public int Keys => _keys.Count;

    public static ImportedPoints Of(IEnumerable<RunMetric> points)
    {
        var all = new ImportedPoints();
        try
        {
            foreach (RunMetric point in points) all.Add(point);
            return all;
        }
        catch
        {
            all.Dispose();
            throw;
        }
    }

    public void Add(RunMetric point)
    {
        // A block of one key is read faster than one of several.
        if (_block.Count == BlockLength || (_block.Count >= ShortestBlock && _block[^1].Key != point.Key)) PutAway();
        _block.Add(point);
        _keys.Add(point.Key);
        Count++;
    }

    public void Dispose() => _file?.Dispose();

    /// <summary>The points in the order they came, some at a time.</summary>
    internal IEnumerable<IReadOnlyList<RunMetric>> Blocks()
    {
        if (_file is not null)
        {
            _file.Position = 0;
            using var reader = new BinaryReader(_file, Encoding.UTF8, leaveOpen: true);
            while (_file.Position < _file.Length)
            {
                var block = new RunMetric[reader.ReadInt32()];
                for (int i = 0; i < block.Length; i++) block[i] = new RunMetric(reader.ReadString(), reader.ReadDouble(), reader.ReadInt64(), reader.ReadInt64());
                yield return block;
            }
        }
        if (_block.Count > 0) yield return _block;
    }

    // Its name goes at once, so that it goes with this process, however that ends.
    private static FileStream Open()
    {
        string path = Path.Combine(Path.GetTempPath(), $"cairn-points-{Guid.NewGuid():N}");
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.ReadWrite, Share = FileShare.Delete, BufferSize = 1 << 16 };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        var file = new FileStream(path, options);
        File.Delete(path);
        return file;
    }

    private void PutAway()
    {
        _file ??= Open();
        _file.Position = _file.Length;
        using (var writer = new BinaryWriter(_file, Encoding.UTF8, leaveOpen: true))
        {
            writer.Write(_block.Count);
            foreach (RunMetric point in _block)
            {
                writer.Write(point.Key);
                writer.Write(point.Value);
                writer.Write(point.Timestamp);
                writer.Write(point.Step);
            }
        }
        _block = [];
    }
}
