using System.Text.Json;

namespace Cairn.Compute.Attempts;

/// <summary>
/// The files by which a server and the launcher on a node speak of one attempt, in a directory that both see. The attempt's path holds its
/// token, so that an older copy never meets the files of a newer one. Files appear whole, by rename; contents are compared, never times of
/// another machine's clock.
/// </summary>
internal sealed record AttemptFolder(string Root)
{
    private const UnixFileMode Private = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    /// <summary>What the command writes; the server copies from it while it grows.</summary>
    public string Log => Path.Combine(Control, "log");

    /// <summary>What the scheduler writes of the launcher itself; empty unless that could not start.</summary>
    public string LauncherLog => Path.Combine(Control, "launcher.log");

    public bool Claimed => File.Exists(Claim);

    public bool EndAsked => File.Exists(End);

    /// <summary>The last beat of a launcher, null before the first; it changes as long as the launcher lives.</summary>
    public string? Beat => Read(Heart);

    private string Control => Path.Combine(Root, "control");

    private string Claim => Path.Combine(Control, "claim");

    private string End => Path.Combine(Control, "end");

    private string Heart => Path.Combine(Control, "heartbeat");

    private string Order => Path.Combine(Control, "order.json");

    private string Exit => Path.Combine(Control, "exit.json");

    public void Give(LaunchOrder order)
    {
        Directory.CreateDirectory(Control, Private);
        WriteWhole(Order, JsonSerializer.Serialize(order, Json), sync: true);
    }

    public LaunchOrder? ReadOrder() => Parse<LaunchOrder>(Read(Order));

    /// <summary>Takes the attempt for good. True for one caller ever, on whatever machine: who gets false must do nothing.</summary>
    public bool TryClaim(string by)
    {
        try
        {
            using var file = new FileStream(Claim, FileMode.CreateNew, FileAccess.Write, FileShare.Read);
            file.Write(System.Text.Encoding.UTF8.GetBytes(by));
            file.Flush(flushToDisk: true);
            return true;
        }
        catch (IOException) when (File.Exists(Claim))
        {
            return false;
        }
    }

    /// <summary>Asks whoever runs it to end it; reaches it also when the scheduler does not answer.</summary>
    public void AskToEnd()
    {
        try
        {
            WriteWhole(End, "", sync: false);
        }
        catch (DirectoryNotFoundException)
        {
            // The whole attempt was taken away: its launcher sees that too, and whoever watches it must come to an end.
        }
    }

    public void WriteBeat(long number) => WriteWhole(Heart, $"{number}", sync: false);

    public void Report(ExitReport report) => WriteWhole(Exit, JsonSerializer.Serialize(report, Json), sync: true);

    /// <summary>How it ended; null while that is not known.</summary>
    public ExitReport? ReadReport() => Parse<ExitReport>(Read(Exit));

    private static T? Parse<T>(string? text) where T : class
    {
        try
        {
            return text is null ? null : JsonSerializer.Deserialize<T>(text, Json);
        }
        catch (JsonException)
        {
            // Only what a task itself forged is not whole.
            return null;
        }
    }

    private static string? Read(string path)
    {
        try
        {
            return File.ReadAllText(path);
        }
        catch (IOException)
        {
            return null;
        }
    }

    private static void WriteWhole(string path, string text, bool sync)
    {
        string part = path + ".part";
        using (var file = new FileStream(part, FileMode.Create, FileAccess.Write))
        {
            file.Write(System.Text.Encoding.UTF8.GetBytes(text));
            file.Flush(sync);
        }
        File.Move(part, path, overwrite: true);
    }
}
