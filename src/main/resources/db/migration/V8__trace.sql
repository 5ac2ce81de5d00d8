-- The trace that tells of a rotation, and of the news that came in while it was acting: a traceparent of the
-- W3C. Whoever takes the rotation over goes on in the same trace.
ALTER TABLE rotation ADD COLUMN trace TEXT;
ALTER TABLE rotation ADD COLUMN news_trace TEXT;
