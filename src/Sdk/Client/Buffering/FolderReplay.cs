namespace Cairn.Client;

/// <summary>Sends all buffered runs of a folder, oldest first.</summary>
internal sealed class FolderReplay(RunWire wire)
{
    public async Task<ReplayReport> RunAsync(string directory, CancellationToken cancel)
    {
        List<string> sent = [], waiting = [];
        List<RunFault> faults = [];
        // Keys begin with the time.
        foreach (var path in Directory.EnumerateFiles(directory, "*" + RunBuffer.Extension).Order(StringComparer.Ordinal))
        {
            if (await RunOneAsync(path, faults, cancel) is { } id)
            {
                sent.Add(id);
            }
            else if (File.Exists(path))
            {
                waiting.Add(path);
            }
        }
        return new ReplayReport(sent, waiting, faults);
    }

    /// <returns>The run's id; null when the file stays, or held nothing.</returns>
    private async Task<string?> RunOneAsync(string path, List<RunFault> faults, CancellationToken cancel)
    {
        RunBuffer buffer;
        try
        {
            buffer = RunBuffer.Open(path);
        }
        catch (Exception fault) when (fault is IOException or InvalidDataException)
        {
            faults.Add(new RunFault(Path.GetFileName(path), fault.Message));
            return null;
        }
        using (buffer)
        {
            try
            {
                var place = await new BufferReplay(wire, buffer, faults.Add).RunAsync(cancel);
                buffer.Delete();
                return place?.Id;
            }
            catch (Exception fault) when (fault is CairnApiException or CairnUnreachableException)
            {
                faults.Add(new RunFault(Path.GetFileName(path), fault.Message));
                return null;
            }
        }
    }
}
