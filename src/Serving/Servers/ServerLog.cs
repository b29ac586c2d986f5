namespace Cairn.Serving.Servers;

/// <summary>The file with what a model's own server writes. Bounded: what is too long becomes the file before it.</summary>
internal static class ServerLog
{
    private const long Most = 16 << 20;

    /// <summary>The server goes on writing into the same file, at its end.</summary>
    public static void Bound(string path)
    {
        try
        {
            if (!File.Exists(path) || new FileInfo(path).Length < Most) return;
            File.Copy(path, path + ".1", overwrite: true);
            using FileStream file = new(path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite);
            file.SetLength(0);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // A log that cannot be cut is no reason not to serve.
        }
    }
}
