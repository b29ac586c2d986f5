using System.Text;

namespace Cairn.Cli.Output;

/// <summary>Where data and talk go, and what that place can show.</summary>
/// <param name="Out">Data.</param>
/// <param name="Error">Talk: progress, notes, errors.</param>
/// <param name="OutIsTty">Data is read by a person: columns aligned and cut, else tab-separated and whole.</param>
/// <param name="Width">Columns of the terminal.</param>
/// <param name="Environment">Reads an environment variable; null when unset.</param>
internal sealed record Terminal(
    TextWriter Out, TextWriter Error, bool OutIsTty, bool ErrorIsTty, int Width, Func<string, string?> Environment, TimeProvider Clock)
{
    /// <summary>What stands for the network, in tests.</summary>
    public HttpMessageHandler? Handler { get; init; }

    /// <summary>Data as bytes, where the process has such a stream.</summary>
    public Stream? OutBytes { get; init; }

    /// <summary>Where the person stands.</summary>
    public string Folder { get; init; } = Directory.GetCurrentDirectory();

    public TextReader In { get; init; } = TextReader.Null;

    public Paint Paint { get; init; } = new(false);

    public Paint ErrorPaint { get; init; } = new(false);

    public static Terminal OfThisProcess()
    {
        Console.OutputEncoding = new UTF8Encoding(false);
        var width = Console.IsOutputRedirected ? 120 : Math.Max(40, Console.WindowWidth);
        var terminal = new Terminal(
            Console.Out, Console.Error, !Console.IsOutputRedirected, !Console.IsErrorRedirected, width,
            System.Environment.GetEnvironmentVariable, TimeProvider.System)
        {
            In = Console.In,
            OutBytes = Console.OpenStandardOutput(),
        };
        return terminal.WithColor("auto");
    }

    /// <summary>Applies <c>--color</c>; <c>auto</c> obeys NO_COLOR, TERM=dumb and whether it is a terminal at all.</summary>
    public Terminal WithColor(string when)
    {
        var plain = !string.IsNullOrEmpty(Environment("NO_COLOR")) || Environment("TERM") == "dumb";
        bool Colored(bool tty) => when == "always" || (when == "auto" && tty && !plain);
        return this with { Paint = new Paint(Colored(OutIsTty)), ErrorPaint = new Paint(Colored(ErrorIsTty)) };
    }

    /// <summary>Writes data unchanged: a piece of a log may end within a letter.</summary>
    public async Task WriteBytesAsync(byte[] data, CancellationToken cancel)
    {
        await Out.FlushAsync(cancel);
        if (OutBytes is null)
        {
            await Out.WriteAsync(Encoding.UTF8.GetString(data));
            return;
        }
        await OutBytes.WriteAsync(data, cancel);
        await OutBytes.FlushAsync(cancel);
    }

    /// <summary>Where data goes as bytes, as they come; what was written as text is out before.</summary>
    public async Task<Stream> BytesAsync(CancellationToken cancel)
    {
        await Out.FlushAsync(cancel);
        return OutBytes ?? new TextStream(Out);
    }

    /// <summary>A note to the reader, only where a person reads.</summary>
    public void Note(string text)
    {
        if (ErrorIsTty)
        {
            Error.WriteLine(ErrorPaint.Dim(text));
        }
    }

    /// <summary>A token that the first Ctrl C cancels; the second ends the process at once.</summary>
    public CancellationTokenSource OnInterrupt(CancellationToken outer)
    {
        var source = CancellationTokenSource.CreateLinkedTokenSource(outer);
        Console.CancelKeyPress += (_, pressed) =>
        {
            pressed.Cancel = !source.IsCancellationRequested;
            source.Cancel();
        };
        return source;
    }
}
