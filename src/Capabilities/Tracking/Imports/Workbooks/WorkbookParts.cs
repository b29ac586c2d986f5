using System.IO.Compression;
using System.Xml;

namespace Cairn.Tracking.Imports.Workbooks;

/// <summary>
/// The parts of an Excel workbook (ECMA-376: a zip of XML), each opened with bounds on what it may unpack to. Names of entries are looked up, never used as paths; DTDs are refused, nothing is
/// fetched.
/// </summary>
internal sealed class WorkbookParts : IDisposable
{
    private const int MostEntries = 10_000;
    private const long MostUnpacked = 256L << 20;
    private static readonly XmlReaderSettings Settings = new()
    {
        DtdProcessing = DtdProcessing.Prohibit,
        XmlResolver = null,
        IgnoreWhitespace = false,
        IgnoreComments = true,
        IgnoreProcessingInstructions = true,
        CloseInput = true,
    };

    private readonly ZipArchive _zip;
    private long _left = MostUnpacked;

    private WorkbookParts(ZipArchive zip) => _zip = zip;

    /// <exception cref="MlflowException">It is no zip, or one of too many entries.</exception>
    public static WorkbookParts Open(byte[] content)
    {
        try
        {
            var zip = new ZipArchive(new MemoryStream(content, writable: false), ZipArchiveMode.Read);
            return zip.Entries.Count <= MostEntries ? new WorkbookParts(zip) : throw MlflowException.Invalid($"The workbook has more than {MostEntries} parts.");
        }
        catch (InvalidDataException)
        {
            throw MlflowException.Invalid("The workbook cannot be read: its zip archive is broken.");
        }
    }

    /// <summary>A part as XML; null when it is not there.</summary>
    public XmlReader? Xml(string name)
        => _zip.GetEntry(name) is { } entry ? XmlReader.Create(new BoundedStream(entry.Open(), Take), Settings) : null;

    public void Dispose() => _zip.Dispose();

    private void Take(int bytes)
    {
        if ((_left -= bytes) < 0) throw MlflowException.Invalid($"The workbook unpacks to more than {MostUnpacked >> 20} MiB.");
    }
}
