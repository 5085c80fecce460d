//! Logos: every upload is re-encoded as a small PNG, so that only its pixels are stored and shown.

use std::io::Cursor;

use image::imageops::FilterType;
use image::{ImageFormat, ImageReader, Limits};

/// Maximum width and height of an uploaded image, in pixels.
const MAX_SIDE: u32 = 2_000;
/// Maximum width and height of the stored image, in pixels.
const SIDE: u32 = 128;
/// Maximum memory for decoding in bytes: four per pixel, twice.
const MAX_MEMORY: u64 = 2 * 4 * (MAX_SIDE as u64) * (MAX_SIDE as u64);

/// Maximum memory for reading the header in bytes, because colour profiles are decompressed with it.
const MAX_HEAD_MEMORY: u64 = 4 * 1024 * 1024;

/// Why a file cannot be a logo.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
pub enum LogoError {
    /// Not a PNG, JPEG or WebP image, regardless of its name, or a broken one.
    #[error("is not a readable image")]
    NotAnImage,
    /// Too many pixels.
    #[error("has too many pixels")]
    TooManyPixels,
}

/// Makes a PNG of at most 128 by 128 pixels from an uploaded file. Takes up to a second, so don't call it on a worker
/// thread.
pub fn make_logo(file: &[u8]) -> Result<Vec<u8>, LogoError> {
    let format = image::guess_format(file).map_err(|_| LogoError::NotAnImage)?;
    if !matches!(format, ImageFormat::Png | ImageFormat::Jpeg | ImageFormat::WebP) {
        return Err(LogoError::NotAnImage);
    }
    let reader = |max_memory, max_side| {
        let mut limits = Limits::default();
        (limits.max_image_width, limits.max_image_height) = (max_side, max_side);
        limits.max_alloc = Some(max_memory);
        let mut reader = ImageReader::with_format(Cursor::new(file), format);
        reader.limits(limits);
        reader
    };
    // Only the header is read for the size, so that an image of 50,000 pixels a side is never decompressed, nor a
    // long colour profile.
    let (width, height) =
        reader(MAX_HEAD_MEMORY, None).into_dimensions().map_err(|_| LogoError::NotAnImage)?;
    if width > MAX_SIDE || height > MAX_SIDE || format == ImageFormat::WebP && has_large_frame(file) {
        return Err(LogoError::TooManyPixels);
    }
    let picture = reader(MAX_MEMORY, Some(MAX_SIDE)).decode().map_err(|_| LogoError::NotAnImage)?;
    let picture = if width > SIDE || height > SIDE {
        picture.resize(SIDE, SIDE, FilterType::Triangle)
    } else {
        picture
    };
    let mut png = Vec::new();
    picture
        .into_rgba8()
        .write_to(&mut Cursor::new(&mut png), ImageFormat::Png)
        .map_err(|_| LogoError::NotAnImage)?;
    Ok(png)
}

/// Whether a frame within a WebP file exceeds the maximum size. The decoder allocates memory by the frame's own size
/// before it compares that with the image's (RFC 9649 sections 2.5 and 2.6, RFC 6386 section 9.1).
fn has_large_frame(file: &[u8]) -> bool {
    let side = |low: u8, high: u8| u32::from(u16::from_le_bytes([low, high]) & 0x3fff);
    file.windows(18).any(|bytes| match *bytes {
        // Chunk length, frame tag, start code, width and height.
        [b'V', b'P', b'8', b' ', _, _, _, _, _, _, _, 0x9d, 0x01, 0x2a, w0, w1, h0, h1] => {
            side(w0, w1) > MAX_SIDE || side(h0, h1) > MAX_SIDE
        }
        // Chunk length, signature, then 14 bits each of width and height, minus one.
        [b'V', b'P', b'8', b'L', _, _, _, _, 0x2f, b0, b1, b2, b3, ..] => {
            let bits = u32::from_le_bytes([b0, b1, b2, b3]);
            (bits & 0x3fff) >= MAX_SIDE || (bits >> 14 & 0x3fff) >= MAX_SIDE
        }
        _ => false,
    })
}

#[cfg(test)]
mod tests {
    use image::{DynamicImage, RgbImage};

    use super::*;

    fn picture(width: u32, height: u32, format: ImageFormat) -> Vec<u8> {
        let mut file = Vec::new();
        DynamicImage::from(RgbImage::new(width, height))
            .write_to(&mut Cursor::new(&mut file), format)
            .unwrap();
        file
    }

    #[test]
    fn each_kind_becomes_a_small_png() {
        for format in [ImageFormat::Png, ImageFormat::Jpeg, ImageFormat::WebP] {
            let png = make_logo(&picture(400, 200, format)).unwrap();
            let made = image::load_from_memory_with_format(&png, ImageFormat::Png).unwrap();
            assert_eq!((made.width(), made.height()), (128, 64));
        }
    }

    #[test]
    fn a_small_picture_is_not_blown_up() {
        let made = image::load_from_memory(&make_logo(&picture(16, 16, ImageFormat::Png)).unwrap()).unwrap();
        assert_eq!(made.width(), 16);
    }

    #[test]
    fn a_picture_bomb_is_refused_by_its_head() {
        assert_eq!(make_logo(&picture(2_001, 1, ImageFormat::Png)), Err(LogoError::TooManyPixels));
        let mut bomb = picture(1, 1, ImageFormat::Png);
        bomb[16..24].copy_from_slice(&[0, 0, 0xc3, 0x50, 0, 0, 0xc3, 0x50]); // says 50,000 x 50,000
        let crc = crc32fast::hash(&bomb[12..29]).to_be_bytes();
        bomb[29..33].copy_from_slice(&crc);
        assert_eq!(make_logo(&bomb), Err(LogoError::TooManyPixels));
    }

    #[test]
    fn a_large_frame_in_a_small_webp_is_refused_by_its_head() {
        let lossless = |side: u32| {
            let bits = (side - 1) | (side - 1) << 14;
            [&b"VP8L\x20\0\0\0\x2f"[..], &bits.to_le_bytes(), &[0; 27]].concat()
        };
        let lossy = |side: u16| {
            let head = [&b"VP8 \x20\0\0\0\x10\0\0\x9d\x01\x2a"[..], &side.to_le_bytes(), &side.to_le_bytes()];
            [&head.concat()[..], &[0; 22]].concat()
        };
        let webp = |frame: Vec<u8>| {
            let extended = [&b"WEBPVP8X\x0a\0\0\0\0\0\0\0\x0f\0\0\x0f\0\0"[..], &frame].concat();
            [&b"RIFF"[..], &u32::try_from(extended.len()).unwrap().to_le_bytes(), &extended].concat()
        };
        for (frame, error) in [
            (lossless(16_384), LogoError::TooManyPixels),
            (lossy(16_383), LogoError::TooManyPixels),
            (lossless(16), LogoError::NotAnImage),
            (lossy(16), LogoError::NotAnImage),
        ] {
            assert_eq!(make_logo(&webp(frame)), Err(error));
        }
    }

    #[test]
    fn what_is_no_picture_is_refused() {
        let cut = picture(64, 64, ImageFormat::Png);
        for file in [&b""[..], b"GIF89a", b"<svg xmlns='http://www.w3.org/2000/svg'/>", b"hello", &cut[..60]]
        {
            assert_eq!(make_logo(file), Err(LogoError::NotAnImage));
        }
    }
}
