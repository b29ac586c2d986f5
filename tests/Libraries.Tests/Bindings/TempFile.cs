namespace Cairn.Libraries.Tests.Bindings;

/// <summary>A file that goes when the test ends.</summary>
internal sealed class TempFile : IDisposable
{
    public string Path { get; } = System.IO.Path.Combine(System.IO.Path.GetTempPath(), $"cairn-test-{Guid.NewGuid():N}");

    public static TempFile Of(byte[] content)
    {
        var file = new TempFile();
        System.IO.File.WriteAllBytes(file.Path, content);
        return file;
    }

    public void Dispose() => System.IO.File.Delete(Path);
}
