using System.Net;

namespace Cairn.Serving.Snapshots;

/// <summary>A body that may take as long as it takes, as long as some of it goes.</summary>
/// <param name="goesOn">Told whenever a piece went.</param>
internal sealed class SteadyContent(Stream from, Action goesOn) : HttpContent
{
    private const int Piece = 1 << 16;

    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context)
    {
        var piece = new byte[Piece];
        for (int read; (read = await from.ReadAsync(piece)) > 0;)
        {
            await stream.WriteAsync(piece.AsMemory(0, read));
            goesOn();
        }
    }

    protected override bool TryComputeLength(out long length)
    {
        length = from.Length;
        return true;
    }
}
