namespace Cairn.Contracts.Segments;

/// <summary>
/// Takes rows out of closed segments for good. The file is written anew beside the old one, synced, and put in its place whole. Rows of predictions are
/// blanked where they stand, so that every other record stays where it was; outcomes are left out.
/// </summary>
public sealed class SegmentEraser(IDurableFiles files)
{
    /// <summary>Blanks key, inputs and outputs of the rows, and the answer and digest of their requests. Answers how many.</summary>
    public int ErasePredictions(string path, SegmentKind kind, Func<PredictionRecord, int, bool> rows)
    {
        ArgumentNullException.ThrowIfNull(rows);
        byte[] file = File.ReadAllBytes(path);
        int erased = 0;
        using (var reader = new SegmentReader(path))
        {
            if (reader.Kind is { } found && found != kind) throw new InvalidDataException($"{Path.GetFileName(path)} holds {found}, not {kind}.");
            while (reader.TryRead(out ReadOnlyMemory<byte> payload, out long offset))
            {
                PredictionRecord record = PredictionCodec.Decode(payload);
                int[] meant = [.. Enumerable.Range(0, record.RowCount).Where(r => !record.IsForgotten(r) && rows(record, r))];
                if (meant.Length == 0) continue;
                erased += meant.Length;
                Span<byte> frame = file.AsSpan((int)offset, payload.Length + SegmentFormat.FrameOverhead);
                RowEraser.Blank(record, meant).CopyTo(frame[SegmentFormat.FrameOverhead..]);
                SegmentFormat.SealFrame(frame);
            }
        }

        if (erased > 0) Replace(path, file);
        return erased;
    }

    /// <summary>Leaves the outcomes out. Answers how many.</summary>
    public int EraseOutcomes(string path, Func<OutcomeRecord, bool> outcomes)
    {
        ArgumentNullException.ThrowIfNull(outcomes);
        using var kept = new MemoryStream();
        int erased = 0;
        using (var reader = new SegmentReader(path))
        {
            kept.Write(File.ReadAllBytes(path).AsSpan(0, SegmentFormat.HeaderSize));
            while (reader.TryRead(out ReadOnlyMemory<byte> payload, out _))
            {
                IReadOnlyList<OutcomeRecord> all = OutcomeCodec.Decode(payload);
                OutcomeRecord[] rest = [.. all.Where(o => !outcomes(o))];
                erased += all.Count - rest.Length;
                if (rest.Length > 0) Write(kept, rest);
            }
        }

        if (erased > 0) Replace(path, kept.ToArray());
        return erased;
    }

    /// <summary>Leaves nothing but the header: the file's number stays taken.</summary>
    public void Empty(string path)
    {
        using (var reader = new SegmentReader(path))
            if (reader.Kind is null || !reader.TryRead(out _, out _)) return;
        Replace(path, File.ReadAllBytes(path)[..SegmentFormat.HeaderSize]);
    }

    private static void Write(MemoryStream to, OutcomeRecord[] outcomes)
    {
        var buffer = new RecordBuffer();
        OutcomeCodec.Encode(buffer, outcomes[0].Endpoint, outcomes[0].Received, outcomes);
        buffer.Seal();
        to.Write(buffer.Frame);
    }

    private void Replace(string path, byte[] content)
    {
        string fresh = path + ".new";
        files.Delete(fresh);
        using (IDurableFile file = files.Create(fresh))
        {
            file.Append(content);
            file.Sync();
        }

        files.Rename(fresh, path, replace: true);
        files.SyncDirectory(Path.GetDirectoryName(path)!);
    }
}
