using System.Buffers.Binary;

namespace Cairn.Client;

/// <summary>What one run could not send: a file of records and a folder of files that wait for their upload. Both go once everything was sent.</summary>
internal sealed class RunBuffer : IDisposable
{
    public const string Extension = ".cairnrun";

    private readonly BufferFile _file;
    private readonly string _files;

    private RunBuffer(BufferFile file) => (_file, _files) = (file, FilesOf(file.Path));

    public static RunBuffer Open(string path) => new(BufferFile.Open(path));

    /// <summary>The buffer of a run that could not be created, or could no longer be reached.</summary>
    public static RunBuffer Begin(string directory, RunStart start, RunPlace? place)
    {
        var buffer = Open(PathOf(directory, start.Key));
        if (!buffer._file.Records().Any())
        {
            buffer._file.Append(BufferKind.Start, start.Write());
            if (place is not null)
            {
                buffer._file.Append(BufferKind.Created, place.Write());
            }
        }
        return buffer;
    }

    /// <summary>Copies a stream beside the buffer of a run; the name is to be told by a record.</summary>
    public static async Task<string> KeepAsync(string directory, RunStart start, Stream content, CancellationToken cancel)
    {
        var folder = Directory.CreateDirectory(FilesOf(PathOf(directory, start.Key)));
        var name = Guid.NewGuid().ToString("N");
        await using var file = new FileStream(System.IO.Path.Combine(folder.FullName, name), FileMode.CreateNew, FileAccess.Write);
        await content.CopyToAsync(file, cancel);
        file.Flush(flushToDisk: true);
        return name;
    }

    public static string KeptPath(string directory, RunStart start, string name) => System.IO.Path.Combine(FilesOf(PathOf(directory, start.Key)), name);

    public string KeptPath(string name) => System.IO.Path.Combine(_files, name);

    public void Append(BufferKind kind, ReadOnlySpan<byte> payload) => _file.Append(kind, payload);

    public IEnumerable<BufferRecord> Records() => _file.Records();

    public void MarkSent(long upTo)
    {
        var position = new byte[sizeof(long)];
        BinaryPrimitives.WriteInt64LittleEndian(position, upTo);
        _file.Append(BufferKind.Sent, position);
    }

    /// <summary>Up to where everything was sent already.</summary>
    public long Sent() => Records().Where(r => r.Kind == BufferKind.Sent).Select(r => BinaryPrimitives.ReadInt64LittleEndian(r.Payload)).DefaultIfEmpty().Max();

    /// <summary>Takes the buffer away.</summary>
    public void Delete()
    {
        File.Delete(_file.Path); // while it is still ours
        Dispose();
        if (Directory.Exists(_files))
        {
            Directory.Delete(_files, recursive: true);
        }
    }

    public void Dispose() => _file.Dispose();

    private static string PathOf(string directory, string key) => System.IO.Path.Combine(Directory.CreateDirectory(directory).FullName, key + Extension);

    private static string FilesOf(string path) => System.IO.Path.ChangeExtension(path, ".files");
}
